//! What is refused before any action is looked at: signatures, and more calls than the service takes.

use crate::ask::{Ask, Refused};
use crate::owner::Owner;
use crate::served::{ACCOUNT, OTHER, Served, run};
use aws_sdk_acmpca::Client;
use aws_sdk_acmpca::config::Credentials;
use canopy::engine::Action;

/// The code and the status of a refusal, which must be none of the action's own.
#[track_caller]
fn told(answer: Result<(), Refused>) -> (String, u16) {
    let refused = answer.unwrap_err();
    assert!(refused.exception.is_none() && !refused.message.is_empty(), "{refused:?}");
    (refused.code, refused.status)
}

#[test]
fn a_signature_is_that_of_a_key_of_the_workspace_or_nothing_is_written() {
    run(async {
        let served = Served::with(&[]);
        let create = async |client: Client| Ask::about("").of(Action::CreateCertificateAuthority, &client).await;
        create(served.client_of(ACCOUNT)).await.unwrap();
        let before = served.bytes();
        let client = |id, secret| Client::from_conf(served.config(id, secret).build());
        let wrong = told(create(client("AKCPOWNER", "secret/of+the=other")).await);
        assert_eq!(wrong, ("InvalidSignatureException".into(), 400));
        let unknown = told(create(client("AKCPNOBODY", "secret/of+the=owner")).await);
        assert_eq!(unknown, ("UnrecognizedClientException".into(), 400));
        let with_token = Credentials::new("AKCPOWNER", "secret/of+the=owner", Some("token".into()), None, "test");
        let with_token = served.config_of(ACCOUNT).credentials_provider(with_token).build();
        let with_token = told(create(Client::from_conf(with_token)).await);
        assert_eq!(with_token, ("UnrecognizedClientException".into(), 400));
        assert!(served.bytes() == before, "the file has changed");
        served.end();
    });
}

#[test]
fn accounts_see_each_others_authorities_by_policies_alone() {
    run(async {
        let served = Served::with(&[]);
        let (owner, other) = (Owner(served.client_of(ACCOUNT)), Owner(served.client_of(OTHER)));
        let root = owner.root().await;
        let theirs = other.root().await;
        let describe = async |client: &Client| Ask::about(&root).of(Action::DescribeCertificateAuthority, client).await;
        assert_eq!(told(describe(&other.0).await).0, "AccessDeniedException");
        let listed = other.0.list_certificate_authorities().send().await.unwrap().certificate_authorities.unwrap();
        assert_eq!(listed.iter().map(|found| found.arn().unwrap()).collect::<Vec<_>>(), [theirs.as_str()]);
        owner.put_policy(&root, &crate::owner::policy(&root, OTHER)).await;
        describe(&other.0).await.unwrap();
        Ask::about(&root).of(Action::IssueCertificate, &other.0).await.unwrap();
        let revoke = Ask { serial: "00".into(), ..Ask::about(&root) }.of(Action::RevokeCertificate, &other.0).await;
        assert_eq!(told(revoke).0, "AccessDeniedException");
        owner.0.delete_policy().resource_arn(&root).send().await.unwrap();
        assert_eq!(told(describe(&other.0).await).0, "AccessDeniedException");
        served.end();
    });
}

/// The default rate of `CreatePermission` is one a second; `ListTags` has twenty.
#[test]
fn each_action_is_throttled_by_its_own_rate_where_that_is_asked_for() {
    run(async {
        let served = Served::with(&["--throttle"]);
        let owner = Owner(served.client_of(ACCOUNT));
        let root = owner.root().await;
        let mut refused = None;
        for account in 0..50 {
            let ask = Ask { source_account: Some(format!("{account:012}")), ..Ask::about(&root) };
            if let Err(found) = ask.of(Action::CreatePermission, &owner.0).await {
                refused = Some(found);
                break;
            }
        }
        let refused = refused.expect("fifty permissions were granted at once");
        assert_eq!((refused.code.as_str(), refused.status), ("ThrottlingException", 400));
        assert_eq!(refused.message, "Rate exceeded");
        Ask::about(&root).of(Action::ListTags, &owner.0).await.unwrap();
        let again = owner.0.list_permissions().certificate_authority_arn(&root).send().await.unwrap();
        assert!(!again.permissions.unwrap().is_empty(), "what came before was granted");
        served.end();
    });
}
