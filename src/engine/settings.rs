//! Operations on the workspace itself: settings, names and notes.

use super::address::is_of_aws;
use super::commit::Changes;
use super::error::{Error, Refusal};
use super::{Caller, Engine, find};
use crate::workspace::{AuthorityId, CertificateArn, Event, Settings, Workspace};

impl Engine {
    /// Replaces the settings.
    ///
    /// # Errors
    /// `InvalidArgsException` naming the setting.
    pub fn change_settings(&self, caller: &Caller, settings: Settings) -> Result<(), Error> {
        check(&settings)?;
        self.commit(caller, move |workspace, _| Ok((Changes::of(changed(workspace, settings)), ())))
    }

    /// Gives an authority a name and a note of one's own; empty ones are removed.
    ///
    /// # Errors
    /// `ResourceNotFoundException`, or `InvalidArgsException` when they are too long.
    pub fn annotate_authority(&self, caller: &Caller, id: AuthorityId, name: &str, note: &str) -> Result<(), Error> {
        let (name, note) = (text(name, "name", NAME)?, text(note, "note", NOTE)?);
        self.commit(caller, move |workspace, _| {
            let authority = Self::own_authority(workspace, id)?;
            if (&authority.name, &authority.note) == (&name, &note) {
                return Ok((Changes::none(), ()));
            }
            let event = Event::AuthorityAnnotated { authority: id, name, note };
            Ok((Changes::of([event]), ()))
        })
    }

    /// Gives a certificate a name and a note of one's own; empty ones are removed.
    ///
    /// # Errors
    /// `ResourceNotFoundException`, or `InvalidArgsException` when they are too long.
    pub fn annotate_certificate(
        &self,
        caller: &Caller,
        certificate: &CertificateArn,
        name: &str,
        note: &str,
    ) -> Result<(), Error> {
        let (name, note) = (text(name, "name", NAME)?, text(note, "note", NOTE)?);
        let certificate = certificate.clone();
        let (authority, serial) = (certificate.authority.id, certificate.serial);
        self.commit(caller, move |workspace, _| {
            if workspace.certificates().find(authority, serial).is_none() {
                return Err(find::not_found(format!("There is no certificate {certificate}.")));
            }
            let event = Event::CertificateAnnotated { authority, serial, name, note };
            Ok((Changes::of([event]), ()))
        })
    }
}

/// Characters a name of one's own may have.
const NAME: usize = 128;

/// Characters a note may have.
const NOTE: usize = 4096;

/// Checks a name and a note of one's own.
///
/// # Errors
/// `InvalidArgsException` naming the one that is too long.
pub fn check_annotation(name: &str, note: &str) -> Result<(), Error> {
    text(name, "name", NAME)?;
    text(note, "note", NOTE)?;
    Ok(())
}

/// A person's name for something, without the spaces around it; nothing when it is empty.
pub(super) fn name(name: &str) -> Result<Option<String>, Error> {
    text(name, "name", NAME)
}

fn text(text: &str, member: &str, limit: usize) -> Result<Option<String>, Error> {
    let text = text.trim();
    let found = text.chars().count();
    if found > limit {
        let message = format!("Expected at most {limit} characters, found {found}.");
        return Err(Error::InvalidArgs(Refusal::new(message).at(member)));
    }
    Ok((!text.is_empty()).then(|| text.to_owned()))
}

/// The event that replaces the settings, if they are others.
pub(super) fn changed(workspace: &Workspace, settings: Settings) -> Option<Event> {
    (*workspace.settings() != settings).then_some(Event::SettingsChanged { settings })
}

/// Checks settings, which end up in ARNs and certificates.
///
/// # Errors
/// `InvalidArgsException` naming the setting.
pub fn check(settings: &Settings) -> Result<(), Error> {
    let refuse = |member: &str, message: String| Err(Error::InvalidArgs(Refusal::new(message).at(member)));
    let Settings { account, region, partition, publication_address, .. } = settings;
    if account.len() != 12 || !account.bytes().all(|digit| digit.is_ascii_digit()) {
        return refuse("account", format!("Expected an account of 12 digits, found '{account}'."));
    }
    let word = |text: &str| {
        !text.is_empty()
            && text.len() <= 32
            && text.bytes().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == b'-')
    };
    if !word(region) {
        return refuse("region", format!("Expected a region such as us-east-1, found '{region}'."));
    }
    if !word(partition) {
        return refuse("partition", format!("Expected a partition such as aws, found '{partition}'."));
    }
    match publication_address {
        Some(address) => check_publication_address(address),
        None => Ok(()),
    }
}

/// A host with an optional port and path, of the characters that a URI takes as they are.
pub(super) fn check_publication_address(address: &str) -> Result<(), Error> {
    let refuse = |message: String| Err(Error::InvalidArgs(Refusal::new(message).at("publicationAddress")));
    if address.contains("://") {
        return refuse(format!("Expected an address without a protocol, found '{address}'."));
    }
    let host = address.split(['/', ':']).next().unwrap_or_default();
    let allowed = |c: char| c.is_ascii_alphanumeric() || "-._~:/[]".contains(c);
    if host.is_empty() || address.len() > 200 || !address.chars().all(allowed) {
        return refuse(format!(
            "Expected a host name that reaches this workspace's buckets, such as \
             pki.example.com, found '{address}'."
        ));
    }
    if is_of_aws(address) {
        return refuse(format!("'{address}' belongs to AWS: your CRLs are not found there."));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn refused(settings: Settings, member: &str) {
        assert_eq!(check(&settings).unwrap_err().members(), [member]);
    }

    #[test]
    fn settings_fit_into_arns_and_addresses() {
        assert!(check(&Settings::default()).is_ok());
        refused(Settings { account: "12".into(), ..Settings::default() }, "account");
        refused(Settings { region: "US EAST".into(), ..Settings::default() }, "region");
        let address = |address: &str| Settings { publication_address: Some(address.into()), ..Settings::default() };
        assert!(check(&address("pki.example.com:8080/crl")).is_ok());
        refused(address("http://pki.example.com"), "publicationAddress");
        refused(address("s3.us-east-1.amazonaws.com"), "publicationAddress");
        refused(address("a b"), "publicationAddress");
    }
}
