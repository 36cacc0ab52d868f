//! File names out of subjects, which anybody may have chosen.

/// Greatest length of a file name, in bytes, with its extension.
const LIMIT: usize = 100;

/// A name for a file about `words` (a common name, the name of an authority), safe on every system:
/// never empty, no separators, no control or invisible characters, no dot first, at most 100 bytes.
/// `extension` comes without its dot.
pub fn file_name(words: &str, extension: &str) -> String {
    let extension = clean(extension);
    let room = LIMIT.saturating_sub(extension.len() + 1).max(1);
    let mut stem = clean(words);
    if stem.is_empty() {
        stem.push_str("unnamed");
    }
    if is_reserved(&stem) {
        stem.insert(0, '_');
    }
    let mut end = stem.len().min(room);
    while !stem.is_char_boundary(end) {
        end -= 1;
    }
    stem.truncate(end);
    let stem = stem.trim_end_matches(is_edge);
    match extension.as_str() {
        "" => stem.to_owned(),
        extension => format!("{stem}.{extension}"),
    }
}

/// Letters and digits of any script and a few marks stay; every run of others becomes one `-`.
fn clean(words: &str) -> String {
    let mut clean = String::new();
    for c in words.chars() {
        match c {
            '*' => clean.push_str("wildcard"),
            c if c.is_alphanumeric() || "._-@+".contains(c) => clean.push(c),
            _ if clean.ends_with('-') => {}
            _ => clean.push('-'),
        }
    }
    clean.trim_matches(is_edge).to_owned()
}

/// What hides a file, makes it an option of a command, or is dropped by Windows.
fn is_edge(c: char) -> bool {
    c == '.' || c == '-'
}

/// Names that Windows gives to devices, whatever their extension.
fn is_reserved(stem: &str) -> bool {
    let first = stem.split('.').next().unwrap_or_default().to_ascii_uppercase();
    if ["CON", "PRN", "AUX", "NUL", "CONIN", "CONOUT"].contains(&first.as_str()) {
        return true;
    }
    ["COM", "LPT"].iter().any(|port| {
        first.strip_prefix(port).is_some_and(|number| {
            let mut digits = number.chars();
            digits.next().is_some_and(|d| d.is_ascii_digit() || "¹²³".contains(d)) && digits.next().is_none()
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_subject_reads_as_a_file_name() {
        assert_eq!(file_name("api.acme.example", "pem"), "api.acme.example.pem");
        assert_eq!(file_name("Acme Root G1", "crl"), "Acme-Root-G1.crl");
        assert_eq!(file_name("*.acme.example", "pem"), "wildcard.acme.example.pem");
        assert_eq!(file_name("東京ゲートウェイ", "pem"), "東京ゲートウェイ.pem");
    }

    #[test]
    fn hostile_subjects_do_not_escape_the_folder_nor_hide() {
        assert_eq!(file_name("../../etc/passwd", "pem"), "etc-passwd.pem");
        assert_eq!(file_name("C:\\Windows\\x", "der"), "C-Windows-x.der");
        assert_eq!(file_name(".bashrc", "pem"), "bashrc.pem");
        assert_eq!(file_name("-rf", "pem"), "rf.pem");
        assert_eq!(file_name("a\u{202e}mep\u{0}\n", "pem"), "a-mep.pem");
        assert_eq!(file_name("", "pem"), "unnamed.pem");
        assert_eq!(file_name("///", ""), "unnamed");
    }

    #[test]
    fn names_of_windows_devices_are_avoided() {
        assert_eq!(file_name("nul", "pem"), "_nul.pem");
        assert_eq!(file_name("COM1.example", "pem"), "_COM1.example.pem");
        assert_eq!(file_name("COM10", "pem"), "COM10.pem");
    }

    #[test]
    fn a_long_subject_is_cut_between_characters() {
        let name = file_name(&"ä".repeat(300), "pem");
        assert!(name.len() <= LIMIT && name.ends_with("ä.pem"), "{name}");
    }
}
