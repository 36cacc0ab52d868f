//! The draft of subject alternative names and of other `GeneralName` members.

use super::{SubjectDraft, numbered, some};
use crate::engine::api::{EdiPartyName, GeneralName, OtherName};

/// The kinds of `GeneralName` that the API knows (RFC 5280 section 4.2.1.6).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[allow(missing_docs)] // The names are those of the RFC.
pub enum NameKind {
    Dns,
    Ip,
    Email,
    Uri,
    OtherName,
    RegisteredId,
    DirectoryName,
    EdiPartyName,
}

impl NameKind {
    /// All of them, the frequent ones first.
    pub const ALL: &'static [Self] = &[
        Self::Dns,
        Self::Ip,
        Self::Email,
        Self::Uri,
        Self::OtherName,
        Self::RegisteredId,
        Self::DirectoryName,
        Self::EdiPartyName,
    ];

    /// As people call it.
    pub fn words(self) -> &'static str {
        match self {
            Self::Dns => "DNS name",
            Self::Ip => "IP address",
            Self::Email => "E-mail",
            Self::Uri => "URI",
            Self::OtherName => "Other name",
            Self::RegisteredId => "Registered ID",
            Self::DirectoryName => "Directory name",
            Self::EdiPartyName => "EDI party",
        }
    }

    /// Its member in `GeneralName`, as JSON has it.
    pub fn member(self) -> &'static str {
        match self {
            Self::Dns => "DnsName",
            Self::Ip => "IpAddress",
            Self::Email => "Rfc822Name",
            Self::Uri => "UniformResourceIdentifier",
            Self::OtherName => "OtherName",
            Self::RegisteredId => "RegisteredId",
            Self::DirectoryName => "DirectoryName",
            Self::EdiPartyName => "EdiPartyName",
        }
    }

    /// What the value looks like.
    pub fn hint(self) -> &'static str {
        match self {
            Self::Dns => "api.example.com",
            Self::Ip => "10.20.0.14",
            Self::Email => "anna@example.com",
            Self::Uri => "https://… or spiffe://…",
            Self::RegisteredId => "1.2.3.4",
            Self::OtherName => "Value",
            Self::EdiPartyName => "Name of the party",
            Self::DirectoryName => "",
        }
    }

    /// Name and example of a second field, for the kinds that have one.
    pub fn second(self) -> Option<(&'static str, &'static str)> {
        match self {
            Self::OtherName => Some(("Type", "1.3.6.1.4.1.311.20.2.3")),
            Self::EdiPartyName => Some(("Name assigner", "Who assigned it, if known")),
            _ => None,
        }
    }
}

/// A row of names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NameRow {
    /// Which kind.
    pub kind: NameKind,
    /// The value as typed.
    pub value: String,
    /// The second field of the kinds that have one.
    pub second: String,
    /// The distinguished name, for [`NameKind::DirectoryName`].
    pub directory: SubjectDraft,
}

impl NameRow {
    /// A row of a kind with a value.
    pub fn new(kind: NameKind, value: impl Into<String>) -> Self {
        Self { kind, value: value.into(), second: String::new(), directory: SubjectDraft::default() }
    }

    /// Whether nothing was typed into it.
    pub fn is_empty(&self) -> bool {
        match self.kind {
            NameKind::DirectoryName => self.directory.is_empty(),
            _ => self.value.trim().is_empty() && self.second.trim().is_empty(),
        }
    }

    /// The name as typed.
    pub fn to_api(&self) -> GeneralName {
        let mut name = GeneralName::default();
        let value = self.value.trim().to_owned();
        match self.kind {
            NameKind::Dns => name.dns_name = Some(value),
            NameKind::Ip => name.ip_address = Some(value),
            NameKind::Email => name.rfc822_name = Some(value),
            NameKind::Uri => name.uniform_resource_identifier = Some(value),
            NameKind::RegisteredId => name.registered_id = Some(value),
            NameKind::DirectoryName => name.directory_name = Some(self.directory.to_api()),
            NameKind::OtherName => {
                name.other_name = Some(OtherName { type_id: self.second.trim().into(), value });
            }
            NameKind::EdiPartyName => {
                let name_assigner = some(&self.second);
                name.edi_party_name = Some(EdiPartyName { party_name: value, name_assigner });
            }
        }
        name
    }
}

/// The draft of `SubjectAlternativeNames`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NamesDraft {
    /// The rows, in the order of the form.
    pub rows: Vec<NameRow>,
}

impl NamesDraft {
    /// Adds a row of the kind of the last one: who lists hosts goes on listing hosts.
    pub fn add(&mut self) {
        let kind = self.rows.last().map_or(NameKind::Dns, |row| row.kind);
        self.rows.push(NameRow::new(kind, ""));
    }

    /// The names as typed. Empty rows are left out.
    pub fn to_api(&self) -> Vec<GeneralName> {
        self.rows.iter().filter(|row| !row.is_empty()).map(NameRow::to_api).collect()
    }

    /// Path of a row's member below the list, as `ValidationException` names it.
    pub fn member(&self, index: usize) -> String {
        numbered(&self.rows, index, NameRow::is_empty)
    }

    /// Whether a name is of a kind that TLS servers are found by.
    pub fn names_a_host(&self) -> bool {
        let host = |row: &NameRow| matches!(row.kind, NameKind::Dns | NameKind::Ip);
        self.rows.iter().any(|row| host(row) && !row.is_empty())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use documented::DocumentedFields as _;

    #[test]
    fn every_member_of_the_request_type_has_a_kind() {
        for kind in NameKind::ALL {
            assert!(GeneralName::get_field_docs(kind.member()).is_ok(), "{kind:?}");
        }
        assert_eq!(NameKind::ALL.len(), GeneralName::FIELD_NAMES.len());
    }

    #[test]
    fn each_kind_sets_one_member() {
        for kind in NameKind::ALL {
            let mut row = NameRow::new(*kind, "x");
            row.directory.rows[0].value = "x".into();
            let json = serde_json::to_value(row.to_api()).unwrap();
            assert_eq!(json.as_object().unwrap().len(), 1, "{kind:?}");
            assert!(json.get(kind.member()).is_some(), "{kind:?}");
        }
    }

    #[test]
    fn empty_rows_do_not_count() {
        let mut draft = NamesDraft::default();
        draft.add();
        draft.add();
        draft.rows[1] = NameRow::new(NameKind::Ip, "10.0.0.1");
        assert_eq!(draft.to_api().len(), 1);
        assert_eq!((draft.member(0), draft.member(1)), ("0.member".into(), "1.member".into()));
        assert!(draft.names_a_host());
    }
}
