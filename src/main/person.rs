//! Who is at this computer.

/// Their name at the operating system.
pub fn user() -> String {
    let name = |variable| std::env::var(variable).ok().filter(|name| !name.is_empty());
    name("USER").or_else(|| name("USERNAME")).unwrap_or_else(|| "unknown".into())
}
