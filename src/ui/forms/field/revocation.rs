//! The draft of a revocation configuration.

use super::some;
use crate::engine::api::{
    CrlConfiguration, CrlDistributionPointExtensionConfiguration, CrlType, OcspConfiguration, RevocationConfiguration,
    S3ObjectAcl,
};
use crate::engine::check_settings;
use crate::ui::forms::problem::{FieldProblem, Problems};
use crate::workspace::Settings;

/// The draft of a `RevocationConfiguration`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RevocationDraft {
    /// A CRL is signed and published.
    pub crl: bool,
    /// Days to `nextUpdate`, as typed.
    pub days: String,
    /// Name of the bucket.
    pub bucket: String,
    /// Host in distribution points.
    pub cname: String,
    /// Path inside the bucket.
    pub path: String,
    /// Who may read the CRL; nothing leaves it to the default.
    pub acl: Option<S3ObjectAcl>,
    /// One list or several; nothing leaves it to the default.
    pub crl_type: Option<CrlType>,
    /// Certificates carry no distribution point.
    pub omit: bool,
    /// Revocation is answered online.
    pub ocsp: bool,
    /// Host of the responder.
    pub ocsp_cname: String,
    /// The publication address of the workspace, where it has none yet: not a member of the request, but a setting
    /// that is saved before it.
    pub address: String,
}

impl RevocationDraft {
    /// A CRL every seven days into a bucket; none where the workspace has no bucket.
    pub fn new(bucket: Option<&str>) -> Self {
        Self {
            crl: bucket.is_some(),
            days: "7".into(),
            bucket: bucket.unwrap_or_default().into(),
            cname: String::new(),
            path: String::new(),
            acl: None,
            crl_type: None,
            omit: false,
            ocsp: false,
            ocsp_cname: String::new(),
            address: String::new(),
        }
    }

    /// What an authority has now. Where its CRL is off, the fields hold what turning it on would take.
    pub fn of(configuration: &RevocationConfiguration, bucket: Option<&str>) -> Self {
        let fallback = Self { crl: false, ..Self::new(bucket) };
        let crl = configuration.crl_configuration.clone().unwrap_or_default();
        let ocsp = configuration.ocsp_configuration.clone().unwrap_or_default();
        let omitted = crl.crl_distribution_point_extension_configuration;
        Self {
            crl: crl.enabled,
            days: crl.expiration_in_days.map_or(fallback.days, |days| days.to_string()),
            bucket: crl.s3_bucket_name.unwrap_or(fallback.bucket),
            cname: crl.custom_cname.unwrap_or_default(),
            path: crl.custom_path.unwrap_or_default(),
            acl: crl.s3_object_acl,
            crl_type: crl.crl_type,
            omit: omitted.is_some_and(|extension| extension.omit_extension),
            ocsp: ocsp.enabled,
            ocsp_cname: ocsp.ocsp_custom_cname.unwrap_or_default(),
            address: String::new(),
        }
    }

    /// The configuration as typed.
    ///
    /// # Errors
    /// When the days are no number.
    pub fn to_api(&self) -> Result<RevocationConfiguration, FieldProblem> {
        let ocsp =
            OcspConfiguration { enabled: self.ocsp, ocsp_custom_cname: some(&self.ocsp_cname).filter(|_| self.ocsp) };
        Ok(RevocationConfiguration { crl_configuration: Some(self.crl_to_api()?), ocsp_configuration: Some(ocsp) })
    }

    fn crl_to_api(&self) -> Result<CrlConfiguration, FieldProblem> {
        if !self.crl {
            return Ok(CrlConfiguration::default());
        }
        let days: u32 = self.days.trim().parse().map_err(|_| {
            let words = format!("A number of days, 1 to 5000, not '{}'", self.days.trim());
            FieldProblem::new("revocationConfiguration.crlConfiguration.expirationInDays", words)
        })?;
        if self.bucket.trim().is_empty() {
            let words = "The CRL needs a bucket: add one first, under Buckets in the Workspace menu";
            return Err(FieldProblem::new("revocationConfiguration.crlConfiguration.s3BucketName", words));
        }
        let omitted = CrlDistributionPointExtensionConfiguration { omit_extension: true };
        Ok(CrlConfiguration {
            enabled: true,
            expiration_in_days: Some(days),
            custom_cname: some(&self.cname).filter(|_| !self.omit),
            s3_bucket_name: some(&self.bucket),
            s3_object_acl: self.acl,
            crl_distribution_point_extension_configuration: self.omit.then_some(omitted),
            crl_type: self.crl_type,
            custom_path: some(&self.path),
        })
    }

    /// Whether the address of the workspace would stand in certificates as that of the CRL.
    pub fn crl_needs_address(&self) -> bool {
        self.crl && !self.omit && self.cname.trim().is_empty()
    }

    /// The same as that of OCSP.
    pub fn ocsp_needs_address(&self) -> bool {
        self.ocsp && self.ocsp_cname.trim().is_empty()
    }

    /// Whether the form asks for the publication address: it would stand in certificates, and there is none yet.
    pub fn asks_address(&self, settings: &Settings) -> bool {
        (self.crl_needs_address() || self.ocsp_needs_address()) && settings.publication_address.is_none()
    }

    /// The settings to be saved before the request is sent; nothing where they stay as they are.
    ///
    /// # Errors
    /// What is wrong with the address.
    pub fn settings(&self, settings: &Settings) -> Result<Option<Settings>, Vec<FieldProblem>> {
        let Some(address) = some(&self.address).filter(|_| self.asks_address(settings)) else { return Ok(None) };
        let settings = Settings { publication_address: Some(address), ..settings.clone() };
        match check_settings(&settings) {
            Ok(()) => Ok(Some(settings)),
            Err(error) => Err(Problems::from(&error).iter().cloned().collect()),
        }
    }

    /// In few words, for the folded row.
    pub fn summary(&self) -> String {
        let ocsp = if self.ocsp { "OCSP on" } else { "OCSP off" };
        if !self.crl {
            return format!("CRL off, {ocsp}");
        }
        let every = match self.days.trim() {
            "1" => "every day".to_owned(),
            days => format!("every {days} days"),
        };
        format!("CRL {every} into {}, {ocsp}", self.bucket)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_defaults_publish_a_crl_every_week() {
        let draft = RevocationDraft::new(Some("acme-public"));
        assert_eq!(draft.summary(), "CRL every 7 days into acme-public, OCSP off");
        let crl = draft.to_api().unwrap().crl_configuration.unwrap();
        assert_eq!((crl.expiration_in_days, crl.enabled), (Some(7), true));
        assert_eq!(crl.s3_object_acl, None);
        assert_eq!(RevocationDraft::new(None).summary(), "CRL off, OCSP off");
    }

    #[test]
    fn what_is_off_sends_nothing_else() {
        let draft = RevocationDraft {
            crl: false,
            cname: "crl.example.com".into(),
            ocsp_cname: "ocsp.example.com".into(),
            ..RevocationDraft::new(Some("b"))
        };
        let configuration = draft.to_api().unwrap();
        assert_eq!(configuration.crl_configuration, Some(CrlConfiguration::default()));
        assert_eq!(configuration.ocsp_configuration, Some(OcspConfiguration::default()));
    }

    #[test]
    fn what_is_there_comes_back() {
        let draft = RevocationDraft {
            path: "pki".into(),
            omit: true,
            acl: Some(S3ObjectAcl::BucketOwnerFullControl),
            crl_type: Some(CrlType::Partitioned),
            ocsp: true,
            ocsp_cname: "ocsp.example.com".into(),
            ..RevocationDraft::new(Some("acme"))
        };
        assert_eq!(RevocationDraft::of(&draft.to_api().unwrap(), None), draft);
    }

    #[test]
    fn the_address_is_asked_for_once() {
        let mut draft = RevocationDraft { address: " pki.example.com ".into(), ..RevocationDraft::new(Some("b")) };
        let settings = Settings::default();
        let saved = draft.settings(&settings).unwrap().unwrap();
        assert_eq!(saved.publication_address.as_deref(), Some("pki.example.com"));
        assert_eq!(draft.settings(&saved).unwrap(), None, "the workspace has one");
        draft.address = "http://pki.example.com".into();
        assert_eq!(draft.settings(&settings).unwrap_err()[0].member, "publicationAddress");
        draft.omit = true;
        assert_eq!(draft.settings(&settings).unwrap(), None, "it would stand nowhere");
        draft = RevocationDraft { crl: false, ocsp: true, address: "pki.example.com".into(), ..draft };
        assert_eq!(draft.settings(&settings).unwrap(), Some(saved), "as that of OCSP");
        draft.ocsp_cname = "ocsp.example.com".into();
        assert_eq!(draft.settings(&settings).unwrap(), None);
    }

    #[test]
    fn days_that_are_no_number_are_told_at_their_member() {
        let draft = RevocationDraft { days: "soon".into(), ..RevocationDraft::new(Some("b")) };
        let problem = draft.to_api().unwrap_err();
        assert!(problem.member.ends_with("expirationInDays") && problem.words.contains("soon"));
    }
}
