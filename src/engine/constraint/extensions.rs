//! Limits of extensions: `ApiPassthrough`, `CsrExtensions` and what they hold.

use super::pattern::{BASE64, OBJECT_IDENTIFIER};
use super::{Constrained, Members};
use crate::engine::api::{
    AccessDescription, AccessMethod, ApiPassthrough, CsrExtensions, CustomExtension, ExtendedKeyUsage, Extensions,
    PolicyInformation, PolicyQualifierInfo,
};

impl Constrained for ApiPassthrough {
    fn constrain(&self, members: &mut Members) {
        members.within_some("extensions", &self.extensions);
        members.within_some("subject", &self.subject);
    }
}

impl Constrained for Extensions {
    fn constrain(&self, members: &mut Members) {
        members.list("certificatePolicies", self.certificate_policies.as_deref(), 1..=20);
        members.list("extendedKeyUsage", self.extended_key_usage.as_deref(), 1..=20);
        members.list("subjectAlternativeNames", self.subject_alternative_names.as_deref(), 1..=150);
        members.list("customExtensions", self.custom_extensions.as_deref(), 1..=150);
    }
}

impl Constrained for ExtendedKeyUsage {
    fn constrain(&self, members: &mut Members) {
        let oid = &self.extended_key_usage_object_identifier;
        members.text("extendedKeyUsageObjectIdentifier", oid.as_deref(), 0..=64, &OBJECT_IDENTIFIER);
    }
}

impl Constrained for PolicyInformation {
    fn constrain(&self, members: &mut Members) {
        members.text("certPolicyId", self.cert_policy_id.as_str(), 0..=64, &OBJECT_IDENTIFIER);
        members.list("policyQualifiers", self.policy_qualifiers.as_deref(), 1..=20);
    }
}

impl Constrained for PolicyQualifierInfo {
    fn constrain(&self, members: &mut Members) {
        members.length("qualifier.cpsUri", self.qualifier.cps_uri.as_str(), 0..=256);
    }
}

impl Constrained for CustomExtension {
    fn constrain(&self, members: &mut Members) {
        let oid = &self.object_identifier;
        members.text("objectIdentifier", oid.as_str(), 0..=64, &OBJECT_IDENTIFIER);
        members.text("value", self.value.as_str(), 1..=4096, &BASE64);
    }
}

impl Constrained for CsrExtensions {
    fn constrain(&self, members: &mut Members) {
        members.list("subjectInformationAccess", self.subject_information_access.as_deref(), 0..=usize::MAX);
    }
}

impl Constrained for AccessDescription {
    fn constrain(&self, members: &mut Members) {
        members.within("accessMethod", &self.access_method);
        members.within("accessLocation", &self.access_location);
    }
}

impl Constrained for AccessMethod {
    fn constrain(&self, members: &mut Members) {
        let oid = &self.custom_object_identifier;
        members.text("customObjectIdentifier", oid.as_deref(), 0..=64, &OBJECT_IDENTIFIER);
    }
}
