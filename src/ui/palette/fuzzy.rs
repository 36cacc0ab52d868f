//! How well what was typed fits a name.

/// Where a query was found in a name, and how well it fits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fit {
    /// Greater fits better.
    pub score: i32,
    /// The characters of the name that were typed, by their number, ascending.
    pub places: Vec<usize>,
}

/// Fits `query` into `name` without regard to case: as it stands, best at the start of a word; else
/// letter by letter in order, of which only fits that begin words or run on are any good.
pub fn fit(query: &str, name: &str) -> Option<Fit> {
    let query: Vec<char> = fold(query).filter(|c| !c.is_whitespace()).collect();
    let letters: Vec<char> = name.chars().collect();
    let folded: Vec<char> = letters.iter().map(|c| fold_one(*c)).collect();
    if query.is_empty() {
        return Some(Fit { score: 0, places: Vec::new() });
    }
    as_it_stands(&query, &letters, &folded).or_else(|| letter_by_letter(&query, &letters, &folded))
}

fn as_it_stands(query: &[char], letters: &[char], folded: &[char]) -> Option<Fit> {
    let dense: Vec<usize> = (0..folded.len()).filter(|i| !folded[*i].is_whitespace()).collect();
    let hit = |start: &usize| {
        let places = dense.get(*start..start + query.len())?;
        let same = places.iter().zip(query).all(|(place, c)| folded[*place] == *c);
        same.then(|| Fit { score: start_bonus(letters, places[0]) + 100, places: places.to_vec() })
    };
    (0..dense.len()).filter_map(|start| hit(&start)).max_by_key(|fit| (fit.score, -(fit.places[0] as i32)))
}

fn letter_by_letter(query: &[char], letters: &[char], folded: &[char]) -> Option<Fit> {
    let mut places: Vec<usize> = Vec::with_capacity(query.len());
    let mut score = 0;
    for c in query {
        let from = places.last().map_or(0, |last| last + 1);
        let runs_on = folded.get(from) == Some(c) && from > 0;
        let begins_word = || (from..folded.len()).find(|i| folded[*i] == *c && begins(letters, *i));
        let place = if runs_on { from } else { begins_word()? };
        score += if runs_on { 4 } else { 8 };
        places.push(place);
    }
    Some(Fit { score: score - places[0] as i32, places })
}

fn start_bonus(letters: &[char], place: usize) -> i32 {
    match place {
        0 => 60,
        place if begins(letters, place) => 40,
        _ => 0,
    }
}

/// A letter after something that is none, or a capital after a small letter (`IssueCertificate`).
fn begins(letters: &[char], place: usize) -> bool {
    let Some(before) = place.checked_sub(1).map(|i| letters[i]) else { return true };
    !before.is_alphanumeric() || (before.is_lowercase() && letters[place].is_uppercase())
}

fn fold(text: &str) -> impl Iterator<Item = char> {
    text.chars().map(fold_one)
}

fn fold_one(c: char) -> char {
    c.to_lowercase().next().unwrap_or(c)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn score(query: &str, name: &str) -> i32 {
        fit(query, name).unwrap().score
    }

    #[test]
    fn the_start_of_the_name_fits_best_then_of_a_word_then_the_inside() {
        assert!(score("iss", "Issue certificate…") > score("iss", "Install issued certificate"));
        assert!(score("iss", "Install issued certificate") > score("iss", "Grant permission"));
        assert_eq!(fit("iss", "Grant permission").unwrap().places, [10, 11, 12]);
    }

    #[test]
    fn first_letters_of_words_fit_and_scattered_ones_do_not() {
        assert_eq!(fit("nrc", "New root CA…").unwrap().places, [0, 4, 9]);
        assert_eq!(fit("rtc", "CreateCertificate"), None);
        assert!(fit("icert", "IssueCertificate").is_some());
        assert_eq!(fit("zzz", "New root CA…"), None);
    }

    #[test]
    fn blanks_and_case_do_not_count() {
        assert!(fit("NEW root", "New root CA…").is_some());
        assert!(fit("newroot", "New root CA…").is_some());
        assert_eq!(fit("", "anything").unwrap().score, 0);
    }
}
