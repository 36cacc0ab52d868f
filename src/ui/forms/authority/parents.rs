//! The authorities of the workspace that can sign another one.

use crate::engine::{Template, describe};
use crate::ui::forms::Desk;
use crate::ui::forms::field::SubjectDraft;
use crate::ui::search::authority_name;
use crate::workspace::{Authority, CertificateAuthorityArn, CertificateAuthorityType};
use crate::x509::Certificate;

/// An authority that can sign another one.
#[derive(Clone, Debug)]
pub(in crate::ui::forms) struct Parent {
    pub arn: CertificateAuthorityArn,
    /// As the window calls it.
    pub name: String,
    /// The end of its own certificate, seconds since 1970.
    pub not_after: i64,
    /// How long a path below what it signs may be; nothing when any.
    pub longest: Option<u8>,
    /// Its subject, to start from.
    pub subject: SubjectDraft,
}

impl Parent {
    /// An authority as a parent, if its certificate lets it sign authorities.
    fn of(authority: &Authority, desk: &Desk) -> Option<Self> {
        let installed = authority.installed.as_ref()?;
        let certificate = Certificate::from_der(installed.certificate.as_bytes()).ok()?;
        let longest = match certificate.basic_constraints()?.path_len_constraint {
            None => None,
            // One of the levels is the new authority itself.
            Some(levels) => Some(u8::try_from(levels.checked_sub(1)?).unwrap_or(u8::MAX)),
        };
        Some(Self {
            arn: authority.arn.clone(),
            name: authority_name(authority),
            not_after: installed.not_after.seconds(),
            longest,
            subject: subject_of(authority, desk),
        })
    }

    /// The templates it can sign, by their path length.
    pub fn templates(&self) -> impl Iterator<Item = &'static Template> {
        let longest = self.longest.unwrap_or(u8::MAX);
        (0..=longest.min(3)).filter_map(Template::subordinate)
    }
}

/// The subject of an authority as rows.
pub(super) fn subject_of(authority: &Authority, desk: &Desk) -> SubjectDraft {
    let described = describe(authority, desk.now()).ok();
    let configuration = described.and_then(|described| described.certificate_authority_configuration);
    configuration.map(|configuration| SubjectDraft::of(&configuration.subject)).unwrap_or_default()
}

/// All parents, roots first: they are what subordinates usually stand below.
pub(in crate::ui::forms) fn parents(desk: &Desk) -> Vec<Parent> {
    let mut found = desk.active();
    found.sort_by_key(|authority| authority.authority_type != CertificateAuthorityType::Root);
    found.iter().filter_map(|authority| Parent::of(authority, desk)).collect()
}
