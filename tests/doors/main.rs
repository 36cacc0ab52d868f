//! What comes in from outside and is almost right: what is let in is damaged in ways that are the same in each run. No door
//! panics, and what [`door`] says of each holds.

#![allow(clippy::unwrap_used, reason = "a test stops where something is not as it must be")]

mod door;

use door::{ALL, Door};

/// How often each seed is damaged.
const TIMES: usize = 1000;

/// Octets that mean something to a reader: the ends of numbers, tags and lengths of DER, and what JSON and HTTP are
/// made of.
const TELLING: &[u8] = b"\x00\x01\x02\x03\x04\x05\x06\x0c\x13\x17\x18\x30\x31\x7f\x80\x81\x82\x84\xa0\xa3\xff\"\\{}[],:;/%&=+- \t\r\n09AZaz";

/// Numbers that look random and are the same in each run (the generator of Knuth's MMIX).
struct Dice(u64);

impl Dice {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % limit.max(1)
    }

    /// A range of at most so many octets within so many.
    fn range(&mut self, of: usize, longest: usize) -> std::ops::Range<usize> {
        let start = self.below(of + 1);
        start..(start + self.below(longest + 1)).min(of)
    }

    /// Damages octets once; `other` is what parts may come from.
    fn damage(&mut self, octets: &mut Vec<u8>, other: &[u8]) {
        let of = octets.len();
        match self.below(8) {
            0 => octets.truncate(self.below(of)),
            1 => drop(octets.drain(self.range(of, 16))),
            2 => {
                let again = octets[self.range(of, 64)].to_vec();
                let at = self.below(of + 1);
                octets.splice(at..at, again);
            }
            3 => {
                let part = other[self.range(other.len(), 64)].to_vec();
                let range = self.range(of, 64);
                octets.splice(range, part);
            }
            4 => octets.insert(self.below(of + 1), TELLING[self.below(TELLING.len())]),
            5 if of > 0 => octets[self.below(of)] ^= 1 << self.below(8),
            _ if of > 0 => octets[self.below(of)] = TELLING[self.below(TELLING.len())],
            _ => {}
        }
    }
}

/// What a door lets in, from the files that the fuzzer begins with.
fn seeds(name: &str) -> Vec<Vec<u8>> {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/seeds").join(name);
    let mut paths: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    paths.iter().map(|path| std::fs::read(path).unwrap()).collect()
}

/// Knocks with each seed, with each of its beginnings, and with what becomes of it by up to six damages. Answers how
/// many of those were refused.
fn knock(door: Door, seeds: &[Vec<u8>]) -> usize {
    let mut dice = Dice(1);
    let mut refused = 0;
    for seed in seeds {
        (0..seed.len()).step_by(1 + seed.len() / 200).for_each(|end| refused += usize::from(!door(&seed[..end])));
        for _ in 0..TIMES {
            let mut octets = seed.clone();
            let other = &seeds[dice.below(seeds.len())];
            (0..=dice.below(6)).for_each(|_| dice.damage(&mut octets, other));
            refused += usize::from(!door(&octets));
        }
    }
    refused
}

#[test]
fn what_is_almost_right_harms_no_door() {
    for (name, door) in ALL {
        let seeds = seeds(name);
        for (index, seed) in seeds.iter().enumerate() {
            assert!(door(seed), "{name}: seed {index} is not let in");
        }
        assert!(!door(b""), "{name}");
        let refused = knock(door, &seeds);
        assert!(refused > seeds.len() * TIMES / 4, "{name}: {refused} refused of damaged ones");
    }
}

/// A fuzzer that nobody has written knocks at no door.
#[test]
fn each_door_has_a_fuzzer() {
    let manifest = include_str!("../../fuzz/Cargo.toml");
    for (name, _) in ALL {
        assert!(manifest.contains(&format!("path = \"fuzz_targets/{name}.rs\"")), "{name}");
    }
}
