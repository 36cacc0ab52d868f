//! Handing out a key that is kept: always encrypted, and never without a line in the file.

use super::renew::version;
use super::{check_permitted, known, manager};
use crate::engine::commit::{Changes, passphrase_changed};
use crate::engine::error::Error;
use crate::engine::keys::in_force;
use crate::engine::{Action, Caller, Engine, certificate, find, stored};
use crate::keystore::{Signer as _, SoftwareKey, export};
use crate::workspace::{Event, KeyFileForm, ManagedCertificateId, SecretId, Serial};
use crate::x509::Certificate;
use secrecy::SecretString;
use zeroize::Zeroizing;

/// A certificate, what stands above it, and its key.
struct Kept {
    manager: Caller,
    key: SoftwareKey,
    certificate: Certificate,
    chain: Vec<Certificate>,
}

impl Engine {
    /// The certificate, its chain and its key as PKCS#12 (RFC 7292) under a passphrase; `serial` says which of the two
    /// whose keys are kept, and `friendly_name` is what other programs show.
    ///
    /// # Errors
    /// `ResourceNotFoundException` when no such key is kept; `AccessDeniedException` when the certificate manager may not
    /// fetch certificates of the authority; `InvalidArgsException` without a passphrase; [`Error::Locked`] and those of
    /// writing the line that says who took the key, without which it is not handed out.
    pub fn managed_pkcs12(
        &self,
        caller: &Caller,
        id: ManagedCertificateId,
        serial: Serial,
        friendly_name: &str,
        passphrase: &SecretString,
    ) -> Result<Zeroizing<Vec<u8>>, Error> {
        let kept = self.open_managed(caller, id, serial)?;
        let file = export::pkcs12(&kept.key, &kept.certificate, &kept.chain, friendly_name, passphrase)?;
        self.note_export(kept.manager, id, serial, KeyFileForm::Pkcs12)?;
        Ok(file)
    }

    /// The certificate, its chain and its key in PEM: certificates first, then the key as encrypted PKCS#8 (RFC 5958).
    ///
    /// # Errors
    /// Those of [`managed_pkcs12`](Self::managed_pkcs12).
    pub fn managed_pem(
        &self,
        caller: &Caller,
        id: ManagedCertificateId,
        serial: Serial,
        passphrase: &SecretString,
    ) -> Result<Zeroizing<String>, Error> {
        let kept = self.open_managed(caller, id, serial)?;
        let key = export::encrypted_pem(&kept.key, passphrase)?;
        let mut text = Zeroizing::new(String::new());
        std::iter::once(&kept.certificate).chain(&kept.chain).for_each(|found| text.push_str(&found.to_pem()));
        text.push_str(&key);
        self.note_export(kept.manager, id, serial, KeyFileForm::Pem)?;
        Ok(text)
    }

    fn open_managed(&self, caller: &Caller, id: ManagedCertificateId, serial: Serial) -> Result<Kept, Error> {
        let workspace = self.writable()?;
        let kept = known(&workspace, id)?;
        let authority = Self::own_authority(&workspace, kept.authority)?;
        let manager = manager(caller, &authority)?;
        check_permitted(&authority, &manager, [Action::GetCertificate])?;
        let kept = kept.version(serial).ok_or_else(|| {
            find::not_found(format!("The key of the certificate {serial} is not kept any more: it was renewed twice."))
        })?;
        let certificate = version(&workspace, authority.id(), serial)?;
        let key = self.open_key(kept.key)?;
        if key.public_key() != certificate.public_key() {
            return Err(Error::Internal(format!("the stored key of {id} is another one")));
        }
        Ok(Kept { manager, key, certificate, chain: stored::certificates(&certificate::chain(&authority))? })
    }

    fn open_key(&self, sealed: SecretId) -> Result<SoftwareKey, Error> {
        let (identity, name) = self.identity()?;
        let bytes = self.snapshot().secret(sealed).map_err(Error::from);
        match bytes.and_then(|bytes| Ok(identity.open(&bytes)?)) {
            Ok(pkcs8) => Ok(SoftwareKey::from_pkcs8(&pkcs8)?),
            Err(_) if in_force(&self.snapshot()) != Ok(name) => Err(passphrase_changed()),
            Err(error) => Err(error),
        }
    }

    /// Records who took which key.
    fn note_export(
        &self,
        manager: Caller,
        managed: ManagedCertificateId,
        serial: Serial,
        form: KeyFileForm,
    ) -> Result<(), Error> {
        let asking = manager.clone();
        self.commit(&manager, move |workspace, _| {
            let kept = known(workspace, managed)?;
            let authority = Self::own_authority(workspace, kept.authority)?;
            check_permitted(&authority, &asking, [Action::GetCertificate])?;
            if kept.version(serial).is_none() {
                return Err(find::not_found(format!("The key of the certificate {serial} was erased meanwhile.")));
            }
            Ok((Changes::of([Event::ManagedKeyExported { managed, authority: authority.id(), serial, form }]), ()))
        })
    }
}
