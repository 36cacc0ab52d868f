//! The draft of a distinguished name: rows of an attribute and its value.

use super::{AttributeKind, numbered};
use crate::engine::api::{Asn1Subject, CustomAttribute};

/// A row of a subject.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SubjectRow {
    /// Which attribute.
    pub kind: AttributeKind,
    /// Object identifier, for [`AttributeKind::Custom`].
    pub object_identifier: String,
    /// The value as typed.
    pub value: String,
}

impl SubjectRow {
    /// A row of an attribute with a value.
    pub fn new(kind: AttributeKind, value: impl Into<String>) -> Self {
        Self { kind, object_identifier: String::new(), value: value.into() }
    }

    /// Whether nothing was typed into it.
    fn is_empty(&self) -> bool {
        self.value.trim().is_empty() && self.object_identifier.trim().is_empty()
    }
}

/// The draft of an `ASN1Subject`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SubjectDraft {
    /// The rows, in the order of the form.
    pub rows: Vec<SubjectRow>,
}

impl Default for SubjectDraft {
    fn default() -> Self {
        Self { rows: vec![SubjectRow::new(AttributeKind::CommonName, "")] }
    }
}

impl SubjectDraft {
    /// The rows of a subject, common name first whether or not it has one.
    pub fn of(subject: &Asn1Subject) -> Self {
        let mut subject = subject.clone();
        let mut rows: Vec<SubjectRow> = AttributeKind::ALL
            .iter()
            .filter_map(|kind| Some(SubjectRow::new(*kind, kind.of(&mut subject)?.take()?)))
            .collect();
        rows.extend(subject.custom_attributes.unwrap_or_default().into_iter().map(|custom| SubjectRow {
            kind: AttributeKind::Custom,
            object_identifier: custom.object_identifier,
            value: custom.value,
        }));
        if rows.first().is_none_or(|row| row.kind != AttributeKind::CommonName) {
            rows.insert(0, SubjectRow::new(AttributeKind::CommonName, ""));
        }
        Self { rows }
    }

    /// Whether nothing was typed.
    pub fn is_empty(&self) -> bool {
        self.rows.iter().all(SubjectRow::is_empty)
    }

    /// What the subject will be called: its common name, else its first value.
    pub fn called(&self) -> Option<&str> {
        let named = self.rows.iter().find(|row| row.kind == AttributeKind::CommonName);
        let rows = named.into_iter().chain(&self.rows);
        rows.map(|row| row.value.trim()).find(|value| !value.is_empty())
    }

    /// Whether every attribute is sent by its object identifier: the API takes standard members or
    /// custom attributes, never both.
    pub fn is_custom(&self) -> bool {
        self.filled().any(|(_, row)| row.kind == AttributeKind::Custom)
    }

    /// The subject as typed. Empty rows are left out.
    pub fn to_api(&self) -> Asn1Subject {
        let mut subject = Asn1Subject::default();
        if self.is_custom() {
            let attribute = |row: &SubjectRow| CustomAttribute {
                object_identifier: match row.kind {
                    AttributeKind::Custom => row.object_identifier.trim().to_owned(),
                    kind => kind.object_identifier().to_owned(),
                },
                value: row.value.trim().to_owned(),
            };
            subject.custom_attributes = Some(self.filled().map(|(_, row)| attribute(row)).collect());
            return subject;
        }
        for (_, row) in self.filled() {
            if let Some(member) = row.kind.of(&mut subject) {
                *member = Some(row.value.trim().to_owned());
            }
        }
        subject
    }

    /// Path of a row's member below the subject, as `ValidationException` names it.
    pub fn member(&self, index: usize) -> String {
        if self.is_custom() {
            return format!("customAttributes.{}", numbered(&self.rows, index, SubjectRow::is_empty));
        }
        lower_first(self.rows[index].kind.member())
    }

    /// Attributes that a row may be changed to: those no other row has. A custom one may come often.
    pub fn offered(&self, index: Option<usize>) -> Vec<AttributeKind> {
        let taken = |kind: AttributeKind| {
            let mut rows = self.rows.iter().enumerate();
            kind != AttributeKind::Custom && rows.any(|(at, row)| Some(at) != index && row.kind == kind)
        };
        AttributeKind::ALL.iter().copied().filter(|kind| !taken(*kind)).collect()
    }

    /// Adds a row of the first attribute that is not there yet.
    pub fn add(&mut self) {
        let kind = self.offered(None).first().copied().unwrap_or(AttributeKind::Custom);
        self.rows.push(SubjectRow::new(kind, ""));
    }

    fn filled(&self) -> impl Iterator<Item = (usize, &SubjectRow)> {
        self.rows.iter().enumerate().filter(|(_, row)| !row.is_empty())
    }
}

/// A member's name as a path writes it.
fn lower_first(member: &str) -> String {
    let mut characters = member.chars();
    let first = characters.next().map(|first| first.to_ascii_lowercase());
    first.into_iter().chain(characters).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn draft(rows: &[(AttributeKind, &str)]) -> SubjectDraft {
        let rows = rows.iter().map(|(kind, value)| SubjectRow::new(*kind, *value)).collect();
        SubjectDraft { rows }
    }

    #[test]
    fn standard_attributes_become_members() {
        let draft = draft(&[
            (AttributeKind::CommonName, " Acme Root G2 "),
            (AttributeKind::Country, "DE"),
            (AttributeKind::State, ""),
        ]);
        let subject = draft.to_api();
        assert_eq!(subject.common_name.as_deref(), Some("Acme Root G2"));
        assert_eq!(subject.country.as_deref(), Some("DE"));
        assert_eq!(subject.state, None);
        assert_eq!(draft.member(1), "country");
        assert_eq!(SubjectDraft::of(&subject).to_api(), subject);
    }

    #[test]
    fn one_custom_attribute_makes_all_of_them_custom() {
        let mut draft = draft(&[
            (AttributeKind::Country, ""),
            (AttributeKind::CommonName, "Acme"),
            (AttributeKind::Custom, "printer"),
        ]);
        draft.rows[2].object_identifier = "1.2.3".into();
        let subject = draft.to_api();
        assert_eq!(subject.common_name, None);
        let custom = subject.custom_attributes.unwrap();
        let oids: Vec<_> = custom.iter().map(|custom| custom.object_identifier.as_str()).collect();
        assert_eq!(oids, ["2.5.4.3", "1.2.3"]);
        assert_eq!(draft.member(2), "customAttributes.2.member");
    }

    #[test]
    fn an_attribute_is_offered_once() {
        let mut draft = SubjectDraft::default();
        draft.add();
        draft.add();
        let kinds: Vec<_> = draft.rows.iter().map(|row| row.kind).collect();
        assert_eq!(kinds, [AttributeKind::CommonName, AttributeKind::Organization, AttributeKind::OrganizationalUnit]);
        assert!(!draft.offered(Some(1)).contains(&AttributeKind::CommonName));
        assert!(draft.offered(Some(1)).contains(&AttributeKind::Organization));
    }

    #[test]
    fn a_subject_is_called_by_its_common_name() {
        let draft = draft(&[(AttributeKind::Organization, "Acme"), (AttributeKind::CommonName, "R1")]);
        assert_eq!(draft.called(), Some("R1"));
        assert_eq!(SubjectDraft::default().called(), None);
    }
}
