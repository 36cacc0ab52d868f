//! The errors that the service model lists for each action, and why some of them are not answered here.

use canopy::engine::Action;

/// The errors that the reference and the newest model list for each action, copied from there.
const ERRORS: &str = include_str!("errors.txt");

/// The errors that are modelled for an action.
pub fn modelled(action: Action) -> Vec<&'static str> {
    let line = ERRORS.lines().find_map(|line| line.strip_prefix(action.name())?.strip_prefix(": "));
    line.unwrap_or_else(|| panic!("{} has no line", action.name())).split(", ").collect()
}

/// Why an action is never answered with an error that is modelled for it.
pub fn never(action: Action, code: &str) -> Option<&'static str> {
    Some(match (action, code) {
        (_, "RequestFailedException") => {
            "nothing fails for a reason of its own: each obstacle has its own error, and a defect is InternalFailure"
        }
        (Action::ImportCertificateAuthorityCertificate, "ConcurrentModificationException") => return None,
        (_, "ConcurrentModificationException") => {
            "one decision follows the other, each on the state that the last one made, and is refused for that"
        }
        (
            Action::GetCertificate | Action::ImportCertificateAuthorityCertificate | Action::RevokeCertificate,
            "RequestInProgressException",
        ) => "it is done when it is answered",
        (Action::CreateCertificateAuthority | Action::UpdateCertificateAuthority, "InvalidPolicyException") => {
            "a bucket that takes no CRL is told as the service tells it: ValidationException"
        }
        (Action::CreateCertificateAuthorityAuditReport, "InvalidArgsException") => {
            "a bucket that takes no report is told as the service tells it: ValidationException"
        }
        (Action::DescribeCertificateAuthorityAuditReport, "InvalidArgsException") => {
            "an identifier that is none breaks its pattern: ValidationException"
        }
        (Action::DeletePolicy, "LockoutPreventedException") => {
            "only the owner removes a policy, and the owner needs none"
        }
        _ => return None,
    })
}

/// A text that has a test of an error which takes millions to bring about, and the name of that test.
pub fn millions(action: Action, code: &str) -> Option<(&'static str, &'static str)> {
    match (action, code) {
        (Action::IssueCertificate, "LimitExceededException") => Some((
            include_str!("../../src/engine/certificate.rs"),
            "an_authority_has_a_million_certificates_or_a_hundred_times_as_many",
        )),
        (Action::RevokeCertificate, "LimitExceededException") => {
            Some((include_str!("../../src/engine/revocation.rs"), "a_complete_list_holds_a_million"))
        }
        _ => None,
    }
}

#[test]
fn each_action_has_its_errors() {
    assert_eq!(ERRORS.lines().count(), Action::ALL.len());
    for action in Action::ALL {
        let errors = modelled(*action);
        assert!(errors.iter().all(|error| error.ends_with("Exception")), "{}: {errors:?}", action.name());
    }
}

/// A reason for what is not modelled would be one for nothing.
#[test]
fn what_is_explained_is_modelled() {
    let codes: std::collections::BTreeSet<&str> = Action::ALL.iter().flat_map(|action| modelled(*action)).collect();
    for action in Action::ALL {
        let explained = |code: &&&str| never(*action, code).is_some() || millions(*action, code).is_some();
        let own = modelled(*action);
        // Two reasons are for every action that has the error.
        let general = ["RequestFailedException", "ConcurrentModificationException"];
        let stray: Vec<_> = codes.iter().filter(explained).filter(|code| !own.contains(code)).collect();
        assert!(stray.iter().all(|code| general.contains(*code)), "{}: {stray:?}", action.name());
    }
}
