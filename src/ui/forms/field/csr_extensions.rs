//! The draft of the extensions that an authority's own CSR asks for.

use super::{NameKind, NameRow, numbered};
use crate::engine::api::{AccessDescription, AccessMethod, AccessMethodType, CsrExtensions, KeyUsage};

/// A row of `SubjectInformationAccess`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AccessRow {
    /// A kind the API has a name for; nothing for one by object identifier.
    pub method: Option<AccessMethodType>,
    /// The object identifier of any other kind.
    pub object_identifier: String,
    /// Where the service is.
    pub location: NameRow,
}

impl Default for AccessRow {
    fn default() -> Self {
        Self {
            method: Some(AccessMethodType::CaRepository),
            object_identifier: String::new(),
            location: NameRow::new(NameKind::Uri, ""),
        }
    }
}

impl AccessRow {
    /// Whether nothing was typed into it.
    fn is_empty(&self) -> bool {
        self.location.is_empty() && (self.method.is_some() || self.object_identifier.trim().is_empty())
    }

    fn to_api(&self) -> AccessDescription {
        AccessDescription {
            access_method: AccessMethod {
                custom_object_identifier: self.method.is_none().then(|| self.object_identifier.trim().to_owned()),
                access_method_type: self.method,
            },
            access_location: self.location.to_api(),
        }
    }
}

/// The draft of `CsrExtensions`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CsrExtensionsDraft {
    /// The nine bits of key usage; none asks for nothing.
    pub key_usage: KeyUsage,
    /// Rows of `SubjectInformationAccess`.
    pub access: Vec<AccessRow>,
}

impl CsrExtensionsDraft {
    /// The extensions as chosen; nothing when there are none. Empty rows are left out.
    pub fn to_api(&self) -> Option<CsrExtensions> {
        let access: Vec<AccessDescription> =
            self.access.iter().filter(|row| !row.is_empty()).map(AccessRow::to_api).collect();
        let extensions = CsrExtensions {
            key_usage: (self.key_usage != KeyUsage::default()).then_some(self.key_usage),
            subject_information_access: (!access.is_empty()).then_some(access),
        };
        (extensions != CsrExtensions::default()).then_some(extensions)
    }

    /// Path of a row's member below `CsrExtensions`, as `ValidationException` names it.
    pub fn member(&self, index: usize) -> String {
        format!("subjectInformationAccess.{}", numbered(&self.access, index, AccessRow::is_empty))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_chosen_asks_for_nothing() {
        let mut draft = CsrExtensionsDraft::default();
        draft.access.push(AccessRow::default());
        assert_eq!(draft.to_api(), None);
    }

    #[test]
    fn a_service_has_one_kind() {
        let mut row = AccessRow { object_identifier: "1.2.3".into(), ..AccessRow::default() };
        row.location.value = "https://pki.example.com".into();
        assert_eq!(row.to_api().access_method.custom_object_identifier, None);
        row.method = None;
        assert_eq!(row.to_api().access_method.custom_object_identifier.as_deref(), Some("1.2.3"));
    }
}
