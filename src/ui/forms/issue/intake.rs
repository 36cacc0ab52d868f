//! How a request comes into the form: from a file, from what was pasted, or as a key that is made here.

use super::Issue;
use super::request::{self, Origin};
use crate::ui::forms::field::KeyDraft;
use crate::ui::forms::problem::sentence;

impl Issue {
    pub(super) fn set_origin(&mut self, origin: Origin) {
        self.draft.origin = origin;
        (self.draft.csr, self.csr_problem) = (None, None);
        match origin {
            Origin::File => self.path.clear(),
            Origin::Paste => {
                self.focus_paste = true;
                self.read_pasted();
            }
            Origin::NewKey => self.focus_name = true,
        }
    }

    pub(super) fn take_csr(&mut self, bytes: &[u8]) {
        match request::read(bytes) {
            Ok(facts) => (self.draft.csr, self.csr_problem) = (Some(facts), None),
            Err(error) => (self.draft.csr, self.csr_problem) = (None, Some(sentence(&error.message()))),
        }
    }

    pub(super) fn read_pasted(&mut self) {
        match self.pasted.trim() {
            "" => (self.draft.csr, self.csr_problem) = (None, None),
            _ => self.take_csr(&self.pasted.clone().into_bytes()),
        }
    }

    pub(super) fn take_file(&mut self, path: String, content: Result<Vec<u8>, String>) {
        self.draft.origin = Origin::File;
        self.path = path;
        match content {
            Ok(bytes) => self.take_csr(&bytes),
            Err(why) => (self.draft.csr, self.csr_problem) = (None, Some(why)),
        }
    }

    pub(super) fn start_from_name(&mut self, host: &str) {
        self.set_origin(Origin::NewKey);
        self.draft.key = KeyDraft::default();
        self.draft.key.subject.rows[0].value = host.to_owned();
        self.draft.key.add_host(host);
    }
}
