//! Pages of a list: what `MaxResults` and `NextToken` mean.
//!
//! A token says behind which item the next page starts, and of which list. So it outlives a restart, and nothing is
//! listed twice or left out when items come and go in between.

use super::error::{Error, Refusal};
use base64ct::{Base64Url, Encoding as _};
use serde::Serialize;
use serde::de::DeserializeOwned;

/// Which page of a list is asked for.
pub(super) struct Paging<'a> {
    /// `MaxResults`, which was checked to be 1 or more.
    pub(super) max_results: Option<i32>,
    /// `NextToken`.
    pub(super) next_token: Option<&'a str>,
    /// The most items of a page.
    pub(super) most: usize,
    /// The list: a token of another one is refused.
    pub(super) list: String,
}

impl Paging<'_> {
    /// One page of `items`, which stand in the order of `key`, and the token of the next one.
    ///
    /// # Errors
    /// `InvalidNextTokenException`
    pub(super) fn page<T, K>(&self, mut items: Vec<T>, key: impl Fn(&T) -> K) -> Result<(Vec<T>, Option<String>), Error>
    where
        K: Ord + Serialize + DeserializeOwned,
    {
        if let Some(last) = self.next_token.map(|token| self.last::<K>(token)).transpose()? {
            items.drain(..items.partition_point(|item| key(item) <= last));
        }
        let limit = self.max_results.map_or(self.most, |max| (max.max(1) as usize).min(self.most));
        let more = items.len() > limit;
        items.truncate(limit);
        let last = items.last().filter(|_| more);
        let token = last.map(|last| self.token(&key(last))).transpose()?;
        Ok((items, token))
    }

    fn token(&self, last: &impl Serialize) -> Result<String, Error> {
        let text = serde_json::to_vec(&(&self.list, last));
        let text = text.map_err(|error| Error::Internal(format!("a token cannot be written: {error}")))?;
        Ok(Base64Url::encode_string(&text))
    }

    /// The item that a token names.
    fn last<K: DeserializeOwned>(&self, token: &str) -> Result<K, Error> {
        let bytes = Base64Url::decode_vec(token).ok();
        let named: Option<(String, K)> = bytes.and_then(|bytes| serde_json::from_slice(&bytes).ok());
        named.filter(|(list, _)| *list == self.list).map(|(_, last)| last).ok_or_else(|| {
            let refusal = Refusal::new("Expected the NextToken of an earlier answer about the same list.");
            Error::InvalidNextToken(refusal.at("nextToken").hint("Start again without a token"))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(
        items: &[u32],
        max: Option<i32>,
        token: Option<&str>,
        list: &str,
    ) -> Result<(Vec<u32>, Option<String>), Error> {
        let paging = Paging { max_results: max, next_token: token, most: 3, list: list.into() };
        paging.page(items.to_vec(), |item| *item)
    }

    #[test]
    fn a_list_is_told_once_whatever_comes_and_goes() {
        let (first, token) = page(&[1, 2, 3, 4, 5], Some(2), None, "a").unwrap();
        assert_eq!(first, [1, 2]);
        let token = token.unwrap();
        let (second, rest) = page(&[1, 3, 4, 5, 6], Some(1000), Some(&token), "a").unwrap();
        assert_eq!((second, rest.is_some()), (vec![3, 4, 5], true));
        let (last, none) = page(&[6], None, rest.as_deref(), "a").unwrap();
        assert_eq!((last, none), (vec![6], None));
        assert_eq!(page(&[], None, Some(&token), "a").unwrap(), (Vec::new(), None));
    }

    #[test]
    fn tokens_of_nobody_and_of_other_lists_are_refused() {
        let token = page(&[1, 2], Some(1), None, "a").unwrap().1.unwrap();
        for (token, list) in [(token.as_str(), "b"), ("", "a"), ("****", "a"), ("e30=", "a"), ("bm8=", "a")] {
            assert!(matches!(page(&[1, 2], None, Some(token), list), Err(Error::InvalidNextToken(_))), "{token}");
        }
    }
}
