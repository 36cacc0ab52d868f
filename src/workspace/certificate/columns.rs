//! The certificates as the index file holds them.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::segment::{Entry, ROWS, Segment, TableSizes};
use super::{Annotation, Certificates, Counts, Revocation};
use crate::workspace::{AuthorityId, CrlPartitionId};

/// A name and a note of a person's own.
type NameAndNote = (Option<String>, Option<String>);

/// The certificates as the index file holds them.
#[derive(Serialize, Deserialize)]
pub(in crate::workspace) struct Columns {
    authorities: Arc<Vec<AuthorityId>>,
    templates: Arc<Vec<Arc<str>>>,
    partitions: Arc<Vec<CrlPartitionId>>,
    requesters: Arc<Vec<Arc<str>>>,
    segments: Vec<Arc<Segment>>,
    newest: Vec<Arc<Entry>>,
    revocations: Vec<(u32, Revocation)>,
    annotations: Vec<(u32, NameAndNote)>,
}

impl From<&Certificates> for Columns {
    fn from(certificates: &Certificates) -> Self {
        let annotation = |note: &Annotation| (note.name.clone(), note.note.clone());
        Self {
            authorities: certificates.authorities.clone(),
            templates: certificates.templates.clone(),
            partitions: certificates.partitions.clone(),
            requesters: certificates.requesters.clone(),
            segments: certificates.segments.iter().cloned().collect(),
            newest: certificates.newest.iter().cloned().collect(),
            revocations: certificates.revocations.iter().map(|(number, revocation)| (*number, *revocation)).collect(),
            annotations: certificates.annotations.iter().map(|(number, note)| (*number, annotation(note))).collect(),
        }
    }
}

impl Columns {
    /// The certificates, or nothing if the columns do not fit together.
    pub(in crate::workspace) fn certificates(self) -> Option<Certificates> {
        let tables = TableSizes {
            authorities: self.authorities.len(),
            templates: self.templates.len(),
            partitions: self.partitions.len(),
            requesters: self.requesters.len(),
        };
        let newest_is_sound = self.newest.len() < ROWS && self.newest.iter().all(|entry| entry.is_sound(&tables));
        if !newest_is_sound
            || u32::try_from(self.segments.len() * ROWS).is_err()
            || !self.segments.iter().all(|segment| segment.is_sound(&tables))
        {
            return None;
        }
        let mut certificates = Certificates {
            authorities: self.authorities,
            templates: self.templates,
            partitions: self.partitions,
            requesters: self.requesters,
            newest: self.newest.into_iter().collect(),
            ..Certificates::default()
        };
        let serials = self.segments.iter().flat_map(|segment| segment.serials().iter().copied());
        certificates.lookup.add(0, serials);
        certificates.segments = self.segments.into_iter().collect();
        certificates.index_newest();
        certificates.count_issued();
        for (number, revocation) in self.revocations {
            if !certificates.revoke(number as usize, revocation) {
                return None;
            }
        }
        for (number, (name, note)) in self.annotations {
            certificates.annotate(number as usize, Annotation { name, note });
        }
        Some(certificates)
    }
}

impl Certificates {
    fn index_newest(&mut self) {
        let start = self.segments.len() * ROWS;
        self.newest_by_serial =
            self.newest.iter().enumerate().map(|(row, entry)| ((entry.authority, entry.serial), start + row)).collect();
    }

    fn count_issued(&mut self) {
        let mut issued = vec![0; self.authorities.len()];
        let sealed = self.segments.iter().flat_map(|segment| segment.authorities().iter().copied());
        for authority in sealed.chain(self.newest.iter().map(|entry| entry.authority)) {
            issued[usize::from(authority)] += 1;
        }
        self.counts = issued.into_iter().map(|issued| Counts { issued, revoked: 0 }).collect();
    }
}
