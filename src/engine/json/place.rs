//! Where in a request something stands.

use std::fmt;

/// Where in a request something stands, as `ValidationException` writes it: `tags.1.member.key`.
#[derive(Clone, Copy)]
pub(super) struct Place<'p> {
    above: Option<&'p Place<'p>>,
    part: Part<'p>,
}

#[derive(Clone, Copy)]
enum Part<'p> {
    Request,
    Member(&'p str),
    Item(usize),
}

impl<'p> Place<'p> {
    /// The request itself.
    pub(super) const REQUEST: Place<'static> = Place { above: None, part: Part::Request };

    /// A member of the structure at this place.
    pub(super) fn member(&'p self, name: &'p str) -> Place<'p> {
        Place { above: Some(self), part: Part::Member(name) }
    }

    /// An item of the list at this place, from 0.
    pub(super) fn item(&'p self, index: usize) -> Place<'p> {
        Place { above: Some(self), part: Part::Item(index) }
    }
}

impl fmt::Display for Place<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(above) = self.above {
            above.fmt(f)?;
            if !matches!(above.part, Part::Request) {
                f.write_str(".")?;
            }
        }
        match self.part {
            Part::Request => Ok(()),
            Part::Item(index) => write!(f, "{}.member", index + 1),
            Part::Member(name) => {
                let mut rest = name.chars();
                rest.next()
                    .map(|first| first.to_ascii_lowercase())
                    .into_iter()
                    .chain(rest)
                    .try_for_each(|c| write!(f, "{c}"))
            }
        }
    }
}
