//! From a serial number to the rows that may have it.

use std::sync::Arc;

use crate::workspace::Serial;

/// The rows of all segments by the first half of their serial number, in sorted runs whose lengths
/// are kept apart by doubling: adding a segment merges runs of its size upwards, like a binary
/// counter, so there are never more runs than twenty, and each row is moved as often.
#[derive(Clone, Debug, Default)]
pub(super) struct Lookup {
    runs: Vec<Arc<Run>>,
}

type Run = Vec<(u64, u32)>;

impl Lookup {
    /// Adds rows with consecutive numbers from `first`.
    pub(super) fn add(&mut self, first: u32, serials: impl Iterator<Item = Serial>) {
        let mut run: Run = serials.zip(first..).map(|(serial, row)| (key(serial), row)).collect();
        run.sort_unstable();
        while let Some(last) = self.runs.pop_if(|last| last.len() <= run.len()) {
            run.extend_from_slice(&last);
            // Two sorted runs, one behind the other: the stable sort merges them.
            run.sort();
        }
        self.runs.push(Arc::new(run));
    }

    /// The rows whose serial number begins as this one does: as a rule one, or none.
    pub(super) fn candidates(&self, serial: Serial) -> impl Iterator<Item = usize> {
        let key = key(serial);
        self.runs.iter().flat_map(move |run| {
            let start = run.partition_point(|(of, _)| *of < key);
            run[start..].iter().take_while(move |(of, _)| *of == key).map(|(_, row)| *row as usize)
        })
    }

    #[cfg(test)]
    pub(super) fn memory(&self) -> usize {
        self.runs.iter().map(|run| run.capacity() * size_of::<(u64, u32)>()).sum()
    }
}

fn key(serial: Serial) -> u64 {
    serial.as_bytes().iter().take(8).fold(0, |key, byte| key << 8 | u64::from(*byte))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn runs_stay_few_and_every_row_is_found() {
        let serial = |row: u32| {
            let mut bytes = [0; 16];
            bytes[..4].copy_from_slice(&row.wrapping_mul(0x9e37_79b9).to_be_bytes());
            Serial::new(bytes)
        };
        let mut lookup = Lookup::default();
        for segment in 0..100 {
            lookup.add(segment * 64, (segment * 64..segment * 64 + 64).map(serial));
        }
        assert!(lookup.runs.len() <= 7, "{}", lookup.runs.len());
        for row in 0..6400 {
            assert_eq!(lookup.candidates(serial(row)).collect::<Vec<_>>(), [row as usize]);
        }
        assert_eq!(lookup.candidates(serial(6400)).count(), 0);
    }
}
