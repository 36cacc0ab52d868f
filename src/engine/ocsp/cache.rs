//! Answers that were signed, for all who ask the same.

use super::{OcspValidity, Question};
use crate::workspace::Timestamp;
use crate::x509::ocsp::CertStatus;
use lru::LruCache;
use std::sync::Arc;

/// Answers about one certificate each that are kept: some 10 MB with an elliptic curve.
const PLAIN: usize = 16_384;

/// All other answers that are kept: about numbers that nobody has issued, and about several certificates at once. They
/// have a place of their own, where whoever makes them up can displace no more than others of the kind.
const OTHERS: usize = 256;

/// Octets that either may take: 4,000 answers with ML-DSA-87, the largest.
const OCTETS: usize = 20 << 20;

/// An answer that was signed.
#[derive(Clone, Debug)]
pub struct Kept {
    /// The DER of the `OCSPResponse`.
    pub der: Arc<[u8]>,
    /// How long it holds.
    pub validity: OcspValidity,
    /// What it says, in the order of the request.
    pub statuses: Vec<CertStatus>,
}

impl Kept {
    /// Whether it is in the first half of its time. In the second it is signed anew, if that is possible.
    pub fn is_fresh(&self, now: Timestamp) -> bool {
        let OcspValidity { this_update, next_update } = self.validity;
        this_update <= now && 2 * now.seconds() < this_update.seconds() + next_update.seconds()
    }

    fn holds(&self, now: Timestamp) -> bool {
        self.validity.this_update <= now && now.seconds() < self.validity.next_update.seconds()
    }
}

/// The answers that are kept.
pub struct Cache {
    plain: Shelf,
    others: Shelf,
}

impl Default for Cache {
    fn default() -> Self {
        Self { plain: Shelf::new(PLAIN), others: Shelf::new(OTHERS) }
    }
}

impl Cache {
    /// The answer to a question, if it was signed before, holds, and still says what the workspace says.
    pub fn get(&mut self, question: &Question<'_>) -> Option<Kept> {
        let key = key(question);
        let shelf = self.shelf(question);
        let kept = shelf.answers.get(&key)?;
        if kept.statuses == question.statuses && kept.holds(question.now) {
            return Some(kept.clone());
        }
        shelf.drop(&key);
        None
    }

    /// Keeps an answer.
    pub fn put(&mut self, question: &Question<'_>, signed: Kept) {
        self.shelf(question).put(key(question), signed);
    }

    fn shelf(&mut self, question: &Question<'_>) -> &mut Shelf {
        match question.is_plain() {
            true => &mut self.plain,
            false => &mut self.others,
        }
    }
}

/// What was asked, octet for octet: the answer repeats it.
fn key(question: &Question<'_>) -> Vec<u8> {
    let ids: Vec<&[u8]> = question.request.cert_ids.iter().map(|id| id.der()).collect();
    ids.concat()
}

/// Some answers, of which those that nobody has asked for longest make room.
struct Shelf {
    answers: LruCache<Vec<u8>, Kept>,
    limit: usize,
    octets: usize,
}

impl Shelf {
    fn new(limit: usize) -> Self {
        // The map grows as it is filled.
        Self { answers: LruCache::unbounded(), limit, octets: 0 }
    }

    fn put(&mut self, key: Vec<u8>, answer: Kept) {
        self.drop(&key);
        self.octets += size(&key, &answer);
        self.answers.put(key, answer);
        while self.answers.len() > self.limit || self.octets > OCTETS {
            let Some((key, answer)) = self.answers.pop_lru() else { break };
            self.octets -= size(&key, &answer);
        }
    }

    fn drop(&mut self, key: &[u8]) {
        if let Some((key, answer)) = self.answers.pop_entry(key) {
            self.octets -= size(&key, &answer);
        }
    }
}

/// Octets that an answer takes, about.
fn size(key: &[u8], answer: &Kept) -> usize {
    128 + key.len() + answer.der.len() + size_of_val(&answer.statuses[..])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answer(octets: usize) -> Kept {
        let times = (Timestamp::from_seconds(1_000), Timestamp::from_seconds(4_600));
        let validity = OcspValidity { this_update: times.0, next_update: times.1 };
        Kept { der: vec![0; octets].into(), validity, statuses: vec![CertStatus::Good] }
    }

    #[test]
    fn the_oldest_makes_room_for_the_newest() {
        let mut shelf = Shelf::new(3);
        for key in 0..3 {
            shelf.put(vec![key], answer(100));
        }
        assert!(shelf.answers.get(&[0][..]).is_some());
        shelf.put(vec![3], answer(100));
        let keys: Vec<u8> = shelf.answers.iter().map(|(key, _)| key[0]).collect();
        assert_eq!(keys, [3, 0, 2]);
    }

    #[test]
    fn its_size_is_bounded_and_never_miscounted() {
        let mut shelf = Shelf::new(1_000);
        for key in 0..100 {
            shelf.put(vec![key], answer(1 << 20));
            shelf.put(vec![key], answer(1 << 20));
        }
        assert!(shelf.octets <= OCTETS && shelf.answers.len() == 19, "{}", shelf.answers.len());
        for key in 0..100 {
            shelf.drop(&[key]);
        }
        assert_eq!((shelf.octets, shelf.answers.len()), (0, 0));
        shelf.put(vec![1], answer(OCTETS));
        assert_eq!((shelf.octets, shelf.answers.len()), (0, 0), "one that is larger than all is not kept");
    }

    #[test]
    fn an_answer_is_fresh_for_half_of_its_time() {
        let kept = answer(1);
        for (seconds, fresh, holds) in
            [(999, false, false), (1_000, true, true), (2_799, true, true), (2_800, false, true), (4_600, false, false)]
        {
            let now = Timestamp::from_seconds(seconds);
            assert_eq!((kept.is_fresh(now), kept.holds(now)), (fresh, holds), "{seconds}");
        }
    }
}
