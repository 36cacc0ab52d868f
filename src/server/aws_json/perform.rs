//! A request that is here whole: its signature, its rate, and the engine.

use super::body::Whole;
use super::{Admitted, Api, Refused, form, unknown};
use crate::engine::Caller;
use crate::server::calls::{CallResult, OpenCall};
use crate::workspace::Actor;
use axum::http::request::Parts;
use serde::Deserialize;
use std::borrow::Cow;
use std::sync::Arc;

/// A request that is here whole.
pub struct Call {
    pub api: Arc<Api>,
    pub parts: Parts,
    pub admitted: Admitted,
    pub body: Whole,
    pub call: OpenCall,
}

/// Performs it on a thread that may wait for keys and disks. If the client goes away meanwhile, it is performed all the
/// same.
pub async fn perform(call: Call) -> Result<Vec<u8>, Refused> {
    let limit = call.api.limits.call_time;
    let performed = tokio::task::spawn_blocking(move || call.perform());
    match tokio::time::timeout(limit, performed).await {
        Ok(Ok(result)) => result,
        Ok(Err(_)) => Err(Refused::internal("Canopy made a mistake. Look whether the call was performed.")),
        Err(_) => {
            let message = format!(
                "The call takes longer than {} seconds. It may still be performed: look before you try again.",
                limit.as_secs()
            );
            Err(Refused::new(503, "ServiceUnavailable", message))
        }
    }
}

impl Call {
    fn perform(self) -> Result<Vec<u8>, Refused> {
        let result = self.answer();
        self.call.end(match &result {
            Ok(_) => CallResult::Answered,
            Err(refused) => CallResult::Refused(refused.code.to_string()),
        });
        result
    }

    fn answer(&self) -> Result<Vec<u8>, Refused> {
        let Self { api, parts, admitted, body: Whole { bytes, .. }, call } = self;
        let Admitted { claim, partition } = admitted;
        let workspace = api.engine.snapshot();
        // It can have been removed while the body came, and be another one of the same ID.
        let key = workspace.access_key(&claim.access_key).ok_or(super::AuthError::UnknownKey)?;
        let secret = api.engine.access_key_secret(key)?;
        claim.verify(parts, bytes, &secret)?;
        let target = form::target(parts).unwrap_or_default();
        let action = form::action(target).ok_or_else(|| unknown(target))?;
        call.about(&subject_of(bytes));
        let region = &claim.scope.region;
        let now = api.engine.environment().clock.now();
        if api.throttle.as_ref().is_some_and(|throttle| !throttle.allows(&key.account, region, action, now)) {
            return Err(Refused::throttled());
        }
        let caller = Caller {
            account: key.account.clone(),
            region: region.clone(),
            partition: partition.clone(),
            service: None,
            actor: Actor::Api { access_key: claim.access_key.clone() },
        };
        let answer = action.call_json(&api.engine, &caller, bytes)?;
        let made = subject_of(&answer);
        if !made.is_empty() {
            call.about(&made);
        }
        Ok(answer)
    }
}

/// What a request or an answer is about: the ARN of the certificate, else of the authority, else the common name of one
/// that is to be; empty when there is none.
fn subject_of(json: &[u8]) -> String {
    #[derive(Default, Deserialize)]
    #[serde(rename_all = "PascalCase", default)]
    struct About<'j> {
        #[serde(borrow)]
        certificate_arn: Option<Cow<'j, str>>,
        #[serde(borrow)]
        certificate_authority_arn: Option<Cow<'j, str>>,
        #[serde(borrow)]
        resource_arn: Option<Cow<'j, str>>,
        #[serde(borrow)]
        certificate_authority_configuration: Option<Configuration<'j>>,
    }
    #[derive(Deserialize)]
    #[serde(rename_all = "PascalCase")]
    struct Configuration<'j> {
        #[serde(borrow)]
        subject: Subject<'j>,
    }
    #[derive(Deserialize)]
    #[serde(rename_all = "PascalCase")]
    struct Subject<'j> {
        #[serde(borrow)]
        common_name: Cow<'j, str>,
    }
    let about: About<'_> = serde_json::from_slice(json).unwrap_or_default();
    let arn = about.certificate_arn.or(about.certificate_authority_arn).or(about.resource_arn);
    let name = || about.certificate_authority_configuration.map(|configuration| configuration.subject.common_name);
    arn.or_else(name).unwrap_or_default().into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_call_is_about_its_certificate_or_its_authority() {
        assert_eq!(subject_of(br#"{"CertificateAuthorityArn": "a", "CertificateArn": "c"}"#), "c");
        assert_eq!(subject_of(br#"{"CertificateAuthorityArn": "a", "Policy": {}}"#), "a");
        assert_eq!(subject_of(br#"{"ResourceArn": "\u0061"}"#), "a");
        let new = br#"{"CertificateAuthorityConfiguration": {"Subject": {"CommonName": "Root", "Country": "DE"}}}"#;
        assert_eq!(subject_of(new), "Root");
        for nothing in ["", "{}", "[", r#"{"CertificateArn": 1}"#] {
            assert_eq!(subject_of(nothing.as_bytes()), "", "{nothing}");
        }
    }
}
