//! The rules of `RevocationConfiguration` that go beyond the limits of its members.

use super::address::is_of_aws;
use super::api::{CrlConfiguration, OcspConfiguration, RevocationConfiguration, S3ObjectAcl};
use super::environment::validate_key;
use super::error::{Error, Refusal, Violation};

/// Checks what the reference says about members that go together.
///
/// # Errors
/// [`Error::InvalidArgs`] naming the member; [`Error::Validation`] when one is missing that an enabled CRL needs.
pub fn check(configuration: &RevocationConfiguration) -> Result<(), Error> {
    if let Some(crl) = &configuration.crl_configuration {
        check_crl(crl)?;
    }
    if let Some(ocsp) = &configuration.ocsp_configuration {
        check_ocsp(ocsp)?;
    }
    Ok(())
}

fn refuse(member: &str, message: impl Into<String>) -> Result<(), Error> {
    let member = format!("revocationConfiguration.{member}");
    Err(Error::InvalidArgs(Refusal::new(message).at(member)))
}

fn check_crl(crl: &CrlConfiguration) -> Result<(), Error> {
    if !crl.enabled {
        if *crl != (CrlConfiguration { enabled: false, ..CrlConfiguration::default() }) {
            return refuse("crlConfiguration", "With Enabled false no other member may be given.");
        }
        return Ok(());
    }
    let missing = [
        (crl.expiration_in_days.is_none(), "expirationInDays"),
        (crl.s3_bucket_name.as_deref().unwrap_or_default().is_empty(), "s3BucketName"),
    ];
    let missing = missing.into_iter().filter(|(missing, _)| *missing);
    let missing: Vec<Violation> = missing
        .map(|(_, member)| Violation::missing(format!("revocationConfiguration.crlConfiguration.{member}")))
        .collect();
    if !missing.is_empty() {
        return Err(Error::Validation(missing));
    }
    let path = crl.custom_path.as_deref().unwrap_or_default();
    if !["", "/"].contains(&path)
        && let Err(error) = validate_key(path)
    {
        return refuse("crlConfiguration.customPath", error.to_string());
    }
    let cname = crl.custom_cname.as_deref().unwrap_or_default();
    let omitted = crl.crl_distribution_point_extension_configuration.as_ref();
    if omitted.is_some_and(|extension| extension.omit_extension) && !cname.is_empty() {
        let message = "A CNAME has no place when the distribution point is omitted.";
        return refuse("crlConfiguration.customCname", message);
    }
    check_cname("crlConfiguration.customCname", cname)
}

fn check_ocsp(ocsp: &OcspConfiguration) -> Result<(), Error> {
    if !ocsp.enabled && ocsp.ocsp_custom_cname.is_some() {
        return refuse("ocspConfiguration", "With Enabled false no other member may be given.");
    }
    let cname = ocsp.ocsp_custom_cname.as_deref().unwrap_or_default();
    check_cname("ocspConfiguration.ocspCustomCname", cname)
}

fn check_cname(member: &str, cname: &str) -> Result<(), Error> {
    let lower = cname.to_ascii_lowercase();
    if lower.starts_with("http://") || lower.starts_with("https://") {
        return refuse(member, format!("Expected a name without a protocol, found '{cname}'."));
    }
    if is_of_aws(cname) {
        let message = format!("'{cname}' belongs to AWS: nothing you publish here is found there.");
        return refuse(member, message);
    }
    Ok(())
}

/// The configuration as it is stored and described: both halves present, and an enabled CRL with
/// the access that the service gives when none is asked for.
pub fn normal(configuration: RevocationConfiguration) -> RevocationConfiguration {
    let mut crl = configuration.crl_configuration.unwrap_or_default();
    if crl.enabled {
        crl.s3_object_acl.get_or_insert(S3ObjectAcl::PublicRead);
    }
    let ocsp = configuration.ocsp_configuration.unwrap_or_default();
    RevocationConfiguration { crl_configuration: Some(crl), ocsp_configuration: Some(ocsp) }
}

/// The configuration after an update: an omitted half stays.
pub fn updated(stored: &RevocationConfiguration, update: RevocationConfiguration) -> RevocationConfiguration {
    normal(RevocationConfiguration {
        crl_configuration: update.crl_configuration.or(stored.crl_configuration.clone()),
        ocsp_configuration: update.ocsp_configuration.or(stored.ocsp_configuration.clone()),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn crl() -> CrlConfiguration {
        CrlConfiguration {
            enabled: true,
            expiration_in_days: Some(7),
            s3_bucket_name: Some("public".into()),
            ..CrlConfiguration::default()
        }
    }

    #[track_caller]
    fn refused(crl: CrlConfiguration, member: &str) {
        let configuration = RevocationConfiguration { crl_configuration: Some(crl), ocsp_configuration: None };
        let error = check(&configuration).unwrap_err();
        let code =
            if member == ".expirationInDays" || member == ".s3BucketName" { "Validation" } else { "InvalidArgs" };
        assert_eq!(error.code(), format!("{code}Exception"));
        let expected = format!("revocationConfiguration.crlConfiguration{member}");
        assert_eq!(error.members(), [expected]);
    }

    #[test]
    fn members_must_go_together() {
        let disabled = CrlConfiguration { enabled: false, ..crl() };
        refused(disabled, "");
        refused(CrlConfiguration { expiration_in_days: None, ..crl() }, ".expirationInDays");
        refused(CrlConfiguration { s3_bucket_name: None, ..crl() }, ".s3BucketName");
        let protocol = Some("https://crl.example".into());
        refused(CrlConfiguration { custom_cname: protocol, ..crl() }, ".customCname");
        let foreign = Some("bucket.s3.amazonaws.com".into());
        refused(CrlConfiguration { custom_cname: foreign, ..crl() }, ".customCname");
        let climbing = Some("a/../b".into());
        refused(CrlConfiguration { custom_path: climbing, ..crl() }, ".customPath");
    }

    #[test]
    fn what_is_stored_always_has_both_halves() {
        let stored = normal(RevocationConfiguration::default());
        assert!(stored.crl_configuration.is_some_and(|crl| !crl.enabled));
        assert!(stored.ocsp_configuration.is_some_and(|ocsp| !ocsp.enabled));
    }

    #[test]
    fn an_update_leaves_the_other_half_alone() {
        let stored = normal(RevocationConfiguration { crl_configuration: Some(crl()), ocsp_configuration: None });
        let ocsp = OcspConfiguration { enabled: true, ocsp_custom_cname: None };
        let update = RevocationConfiguration { crl_configuration: None, ocsp_configuration: Some(ocsp.clone()) };
        let after = updated(&stored, update);
        assert_eq!(after.crl_configuration, stored.crl_configuration);
        assert_eq!(after.ocsp_configuration, Some(ocsp));
    }
}
