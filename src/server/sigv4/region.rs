//! Regions, by their names.

use regex::Regex;
use std::sync::LazyLock;

/// The form of region names: `us-east-1`, `us-gov-west-1`, `mx-central-1`, `eusc-de-east-1`.
static REGION: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"\A[a-z]{2,5}(-[a-z]{2,12}){1,2}-[1-9][0-9]?\z").expect("it compiles, as a test shows")
});

/// The partition of a region by its name; nothing when it is no name of a region.
pub fn partition_of(region: &str) -> Option<&'static str> {
    REGION.is_match(region).then(|| match region.split_once('-') {
        Some(("cn", _)) => "aws-cn",
        Some(("us", rest)) if rest.starts_with("gov-") => "aws-us-gov",
        _ => "aws",
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn regions_are_known_by_their_form() {
        for (region, partition) in [
            ("us-east-1", "aws"),
            ("ap-southeast-7", "aws"),
            ("eusc-de-east-1", "aws"),
            ("cn-northwest-1", "aws-cn"),
            ("us-gov-west-1", "aws-us-gov"),
        ] {
            assert_eq!(partition_of(region), Some(partition), "{region}");
        }
        for bad in ["", "us-east", "us-east-0", "US-EAST-1", "us-east-1 ", "us-east-1a", "a-b-1", "us--east-1", "../-1"]
        {
            assert_eq!(partition_of(bad), None, "{bad}");
        }
    }
}
