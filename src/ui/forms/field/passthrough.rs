//! The draft of what a request adds to a certificate: `ApiPassthrough`.

use super::{ExtensionRow, NamesDraft, PolicyRow, PurposeRow, SubjectDraft, numbered, usage_words};
use crate::engine::api::{ApiPassthrough, Extensions, KeyUsage};
use crate::ui::forms::problem::FieldProblem;

/// The draft of an `ApiPassthrough`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PassthroughDraft {
    /// The subject in place of the one of the CSR; nothing typed keeps that.
    pub subject: SubjectDraft,
    /// The names in place of those of the CSR; none keep them.
    pub names: NamesDraft,
    /// The nine bits of key usage; none asks for nothing.
    pub key_usage: KeyUsage,
    /// Rows of `ExtendedKeyUsage`.
    pub purposes: Vec<PurposeRow>,
    /// Rows of `CertificatePolicies`.
    pub policies: Vec<PolicyRow>,
    /// Rows of `CustomExtensions`.
    pub custom: Vec<ExtensionRow>,
}

impl PassthroughDraft {
    /// What is added, as typed; nothing when that is nothing. Without `naming` the subject and the names are left out.
    pub fn to_api(&self, naming: bool) -> Option<ApiPassthrough> {
        let names = if naming { self.names.to_api() } else { Vec::new() };
        let extensions = Extensions {
            certificate_policies: list(&self.policies, PolicyRow::is_empty, PolicyRow::to_api),
            extended_key_usage: list(&self.purposes, PurposeRow::is_empty, PurposeRow::to_api),
            key_usage: (self.key_usage != KeyUsage::default()).then_some(self.key_usage),
            subject_alternative_names: (!names.is_empty()).then_some(names),
            custom_extensions: list(&self.custom, ExtensionRow::is_empty, ExtensionRow::to_api),
        };
        let passthrough = ApiPassthrough {
            extensions: (extensions != Extensions::default()).then_some(extensions),
            subject: (naming && !self.subject.is_empty()).then(|| self.subject.to_api()),
        };
        (passthrough != ApiPassthrough::default()).then_some(passthrough)
    }

    /// Path of a purpose below `ApiPassthrough`, as `ValidationException` names it.
    pub fn purpose_member(&self, index: usize) -> String {
        format!("extensions.extendedKeyUsage.{}", numbered(&self.purposes, index, PurposeRow::is_empty))
    }

    /// Path of a policy below `ApiPassthrough`.
    pub fn policy_member(&self, index: usize) -> String {
        format!("extensions.certificatePolicies.{}", numbered(&self.policies, index, PolicyRow::is_empty))
    }

    /// Path of an extension below `ApiPassthrough`.
    pub fn custom_member(&self, index: usize) -> String {
        format!("extensions.customExtensions.{}", numbered(&self.custom, index, ExtensionRow::is_empty))
    }

    /// What only the form can know to be wrong; `member` is the path of the whole.
    pub fn problems(&self, member: &str) -> Vec<FieldProblem> {
        let problem = |(index, row): (usize, &ExtensionRow)| {
            let words = row.value_problem()?;
            Some(FieldProblem::new(format!("{member}.{}.value", self.custom_member(index)), words))
        };
        self.custom.iter().enumerate().filter_map(problem).collect()
    }

    /// Key usage and purposes in few words, for the folded row.
    pub fn usage_summary(&self) -> String {
        let mut words: Vec<String> = usage_words(&self.key_usage).into_iter().map(str::to_owned).collect();
        words.extend(self.purposes.iter().filter(|row| !row.is_empty()).map(|row| match row.known {
            Some(purpose) => super::purpose_words(purpose).to_owned(),
            None => row.object_identifier.trim().to_owned(),
        }));
        joined(&words)
    }

    /// Policies in few words, for the folded row.
    pub fn policy_summary(&self) -> String {
        let policies = self.policies.iter().filter(|row| !row.is_empty());
        joined(&policies.map(|row| row.object_identifier.trim().to_owned()).collect::<Vec<_>>())
    }

    /// Other extensions in few words, for the folded row.
    pub fn custom_summary(&self) -> String {
        let extensions = self.custom.iter().filter(|row| !row.is_empty());
        joined(&extensions.map(|row| row.object_identifier.trim().to_owned()).collect::<Vec<_>>())
    }
}

fn list<R, T>(rows: &[R], is_empty: fn(&R) -> bool, to_api: fn(&R) -> T) -> Option<Vec<T>> {
    let list: Vec<T> = rows.iter().filter(|row| !is_empty(row)).map(to_api).collect();
    (!list.is_empty()).then_some(list)
}

fn joined(words: &[String]) -> String {
    if words.is_empty() { "None".into() } else { words.join(", ") }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::api::ExtendedKeyUsageType;
    use crate::ui::forms::field::{NameKind, NameRow, Notation};

    fn full() -> PassthroughDraft {
        let mut draft = PassthroughDraft::default();
        draft.subject.rows[0].value = "api.example.com".into();
        draft.names.rows.push(NameRow::new(NameKind::Dns, "api.example.com"));
        draft.key_usage.digital_signature = true;
        draft.purposes = vec![PurposeRow::default(), PurposeRow::known(ExtendedKeyUsageType::ServerAuth)];
        draft.policies =
            vec![PolicyRow::default(), PolicyRow { object_identifier: "1.2.3".into(), ..Default::default() }];
        draft.custom =
            vec![ExtensionRow { object_identifier: "1.2.4".into(), value: "BQA=".into(), ..Default::default() }];
        draft
    }

    #[test]
    fn nothing_typed_adds_nothing() {
        let mut draft = PassthroughDraft::default();
        draft.purposes.push(PurposeRow::default());
        draft.policies.push(PolicyRow::default());
        draft.custom.push(ExtensionRow::default());
        draft.names.add();
        assert_eq!(draft.to_api(true), None);
        assert_eq!(draft.usage_summary(), "None");
    }

    #[test]
    fn every_member_is_sent_and_empty_rows_do_not_count() {
        let draft = full();
        let added = draft.to_api(true).unwrap();
        assert_eq!(added.subject.unwrap().common_name.as_deref(), Some("api.example.com"));
        let json = serde_json::to_value(added.extensions.unwrap()).unwrap();
        let members: Vec<&String> = json.as_object().unwrap().keys().collect();
        let all = <Extensions as documented::DocumentedFields>::FIELD_NAMES;
        assert_eq!(members, all, "each member of the request type is offered");
        assert_eq!(draft.purpose_member(1), "extensions.extendedKeyUsage.1.member");
        assert_eq!(draft.policy_member(1), "extensions.certificatePolicies.1.member");
        assert_eq!(draft.usage_summary(), "Digital signature, TLS server");
    }

    #[test]
    fn a_new_key_has_its_names_in_its_csr() {
        let added = full().to_api(false).unwrap();
        assert_eq!(added.subject, None);
        assert_eq!(added.extensions.unwrap().subject_alternative_names, None);
    }

    #[test]
    fn digits_that_are_none_are_told_at_their_member() {
        let mut draft = full();
        draft.custom.push(ExtensionRow { notation: Notation::Hex, value: "x".into(), ..ExtensionRow::default() });
        let problems = draft.problems("apiPassthrough");
        assert_eq!(problems[0].member, "apiPassthrough.extensions.customExtensions.2.member.value");
    }
}
