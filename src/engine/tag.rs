//! Tags of authorities.

use super::action::{Perform, Request};
use super::api::*;
use super::commit::Changes;
use super::error::{Error, Refusal};
use super::page::Paging;
use super::{Caller, Engine, constraint, find};
use crate::workspace::{Authority, Event, Timestamp};

/// The most tags that an authority has (service quotas).
pub const QUOTA: usize = 50;

/// Tags of a page at most.
const PAGE: usize = 1000;

impl Perform for TagCertificateAuthorityRequest {
    fn perform(self, engine: &Engine, caller: &Caller) -> Result<Empty, Error> {
        constraint::check(&self)?;
        check_keys(&self.tags)?;
        let arn = self.certificate_authority_arn.clone();
        engine.change_tags(caller, Self::ACTION, &arn, move |before| {
            let mut tags = before.to_vec();
            for tag in self.tags {
                match tags.iter_mut().find(|known| known.key == tag.key) {
                    Some(known) => *known = tag,
                    None => tags.push(tag),
                }
            }
            match tags.len() > QUOTA {
                true => Err(too_many(tags.len())),
                false => Ok(tags),
            }
        })
    }
}

impl Perform for UntagCertificateAuthorityRequest {
    fn perform(self, engine: &Engine, caller: &Caller) -> Result<Empty, Error> {
        constraint::check(&self)?;
        check_keys(&self.tags)?;
        let arn = self.certificate_authority_arn.clone();
        engine.change_tags(caller, Self::ACTION, &arn, move |before| {
            // Without a value the key decides; an empty value is a value (API reference).
            let named = |known: &Tag| {
                let mut tags = self.tags.iter();
                tags.any(|tag| tag.key == known.key && (tag.value.is_none() || tag.value == known.value))
            };
            Ok(before.iter().filter(|known| !named(known)).cloned().collect())
        })
    }
}

impl Perform for ListTagsRequest {
    fn perform(self, engine: &Engine, caller: &Caller) -> Result<ListTagsResponse, Error> {
        constraint::check(&self)?;
        let (workspace, now) = (engine.snapshot(), engine.now());
        let authority = find::authority(&workspace, caller, Self::ACTION, &self.certificate_authority_arn, now)?;
        require_live(&authority, now)?;
        let paging = Paging {
            max_results: self.max_results,
            next_token: self.next_token.as_deref(),
            most: PAGE,
            list: format!("tags of {}", authority.id()),
        };
        // By key, so that a page goes on where the last one ended whatever was tagged meanwhile.
        let mut tags = authority.tags.clone();
        tags.sort_by(|one, other| one.key.cmp(&other.key));
        let (tags, next_token) = paging.page(tags, |tag| tag.key.clone())?;
        Ok(ListTagsResponse { next_token, tags })
    }
}

impl Engine {
    fn change_tags(
        &self,
        caller: &Caller,
        action: super::Action,
        arn: &str,
        change: impl FnOnce(&[Tag]) -> Result<Vec<Tag>, Error> + Send + 'static,
    ) -> Result<Empty, Error> {
        let (workspace, now) = (self.writable()?, self.now());
        let authority = find::authority(&workspace, caller, action, arn, now)?;
        require_live(&authority, now)?;
        let id = authority.id();
        self.commit(caller, move |workspace, now| {
            let authority = Self::own_authority(workspace, id)?;
            require_live(&authority, now)?;
            let tags = change(&authority.tags)?;
            let changed = tags != authority.tags;
            Ok((Changes::of(changed.then_some(Event::AuthorityTagged { authority: id, tags })), Empty {}))
        })
    }
}

fn require_live(authority: &Authority, now: Timestamp) -> Result<(), Error> {
    find::require_live(authority, now, "The certificate authority is not in a valid state for tags.")
}

fn too_many(found: usize) -> Error {
    let message = format!("Expected at most {QUOTA} tags on a certificate authority, found {found}.");
    Error::TooManyTags(Refusal::new(message).at("tags").hint("Remove a tag that is not needed any more"))
}

/// Each key once, and none that the service keeps for itself. Characters that a tag cannot have break a pattern of the
/// service model and are told before, with the lengths, as its framework would: a `ValidationException`.
///
/// # Errors
/// `InvalidTagException` naming the tag.
pub fn check_keys(tags: &[Tag]) -> Result<(), Error> {
    for (index, tag) in tags.iter().enumerate() {
        let refuse = |message: String| {
            let member = format!("tags.{}.member.key", index + 1);
            Err(Error::InvalidTag(Refusal::new(message).at(member)))
        };
        if tags[..index].iter().any(|earlier| earlier.key == tag.key) {
            return refuse(format!("The tag key '{}' is given twice.", tag.key));
        }
        if ["aws:", "rds:"].iter().any(|prefix| tag.key.to_ascii_lowercase().starts_with(prefix)) {
            return refuse(format!("The prefix of the tag key '{}' is reserved.", tag.key));
        }
    }
    Ok(())
}
