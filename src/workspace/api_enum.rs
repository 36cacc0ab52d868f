//! The one way to write an enumeration of the API: a variant, its documentation, its text.

/// Text that is none of an enumeration's values.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("expected one of {expected}, found {found:?}")]
pub struct UnknownValue {
    /// The values that exist, as the API writes them, joined by commas.
    pub expected: String,
    /// What stood there instead.
    pub found: String,
}

/// Defines an enumeration whose values are written as the API writes them, in RON, in JSON and on
/// screen, so that the three can never differ.
macro_rules! api_enum {
    ($(#[$meta:meta])* $name:ident { $($(#[$variant_meta:meta])* $variant:ident = $text:literal,)+ }) => {
        $(#[$meta])*
        #[derive(
            Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash,
            serde::Serialize, serde::Deserialize,
            documented::Documented, documented::DocumentedVariants,
        )]
        pub enum $name {
            $($(#[$variant_meta])* #[serde(rename = $text)] $variant,)+
        }

        impl $name {
            /// Every value, in the order of the API reference.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The value as the API writes it.
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$variant => $text),+
                }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.as_str())
            }
        }

        impl std::str::FromStr for $name {
            type Err = $crate::workspace::UnknownValue;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                Self::ALL.iter().copied().find(|value| value.as_str() == text).ok_or_else(|| {
                    $crate::workspace::UnknownValue {
                        expected: [$($text),+].join(", "),
                        found: text.chars().take(64).collect(),
                    }
                })
            }
        }
    };
}

pub(crate) use api_enum;
