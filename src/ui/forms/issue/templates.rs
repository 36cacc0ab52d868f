//! Which of the templates is meant: what a certificate is for, and where more of it may come from.

use crate::engine::{TEMPLATES, Template, TemplateKind, Variety};

/// Where more may come from, as a person chooses it.
pub(super) fn words(variety: Variety) -> &'static str {
    match variety {
        Variety::Base => "Nothing",
        Variety::ApiPassthrough => "This form",
        Variety::CsrPassthrough => "The CSR",
        Variety::ApiCsrPassthrough => "Both",
    }
}

/// The same with values of the request taken too.
pub(super) fn with_api(variety: Variety) -> Variety {
    if variety.takes_csr() { Variety::ApiCsrPassthrough } else { Variety::ApiPassthrough }
}

/// The template in the variety that is wanted, else in the first that it has.
pub(super) fn nearest(template: &'static Template, wanted: Variety) -> &'static Template {
    let wanted = template.in_variety(wanted);
    wanted.or_else(|| varieties(template).first().and_then(|variety| template.in_variety(*variety))).unwrap_or(template)
}

/// The varieties that a template has.
pub(super) fn varieties(template: &Template) -> Vec<Variety> {
    Variety::ALL.into_iter().filter(|variety| template.in_variety(*variety).is_some()).collect()
}

/// What a newcomer chooses from: the base templates but those of roots, which sign themselves elsewhere.
pub(super) fn plain() -> impl Iterator<Item = &'static Template> {
    TEMPLATES.iter().filter(|template| template.variety == Variety::Base && template.kind != TemplateKind::Root)
}

/// All templates whose API name or words hold every word of the filter, in any case.
pub(super) fn found(filter: &str) -> impl Iterator<Item = &'static Template> {
    let words: Vec<String> = filter.split_whitespace().map(str::to_lowercase).collect();
    let holds = move |template: &&'static Template| {
        let text = format!("{} {}", template.name, template.title()).to_lowercase();
        words.iter().all(|word| text.contains(word))
    };
    TEMPLATES.iter().filter(holds)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named(name: &str) -> &'static Template {
        Template::named(name).unwrap()
    }

    #[test]
    fn a_template_is_of_the_variety_that_is_wanted_or_of_its_first() {
        let server = named("EndEntityServerAuthCertificate/V1");
        let blank = named("BlankEndEntityCertificate_CSRPassthrough/V1");
        assert_eq!(nearest(server, Variety::CsrPassthrough).name, "EndEntityServerAuthCertificate_CSRPassthrough/V1");
        assert_eq!(nearest(blank, Variety::Base).name, "BlankEndEntityCertificate_APIPassthrough/V1");
        for template in TEMPLATES {
            assert_eq!(nearest(template, template.variety), template);
            assert!(varieties(template).contains(&template.variety));
        }
    }

    #[test]
    fn a_newcomer_sees_nine_and_a_search_finds_all() {
        assert_eq!(plain().count(), 9);
        assert_eq!((found("").count(), found(" ").count()), (61, 61));
        let names: Vec<_> = found("apicsr CODE signing").map(|template| template.name).collect();
        assert_eq!(names, ["CodeSigningCertificate_APICSRPassthrough/V1"]);
        assert_eq!(found("no such template").count(), 0);
        assert!(TEMPLATES.iter().all(|template| found(template.name).any(|found| found == template)));
    }

    #[test]
    fn asking_for_values_of_the_form_keeps_those_of_the_csr() {
        for variety in Variety::ALL {
            assert!(with_api(variety).takes_api());
            assert_eq!(with_api(variety).takes_csr(), variety.takes_csr());
        }
    }
}
