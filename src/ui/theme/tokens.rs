//! The colour roles, read from `assets/themes`.

use std::sync::LazyLock;

use egui::{Color32, Context, Id, Ui};
use serde::{Deserialize, Deserializer, de::Error as _};

/// What each colour is for. `*_soft` carry words of their own role, `*_mark` and `ok` never carry words.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(missing_docs, reason = "the roles are explained where their values are, in assets/themes")]
pub struct Tokens {
    pub dark: bool,
    #[serde(deserialize_with = "color")]
    pub chrome: Color32,
    #[serde(deserialize_with = "color")]
    pub page: Color32,
    #[serde(deserialize_with = "color")]
    pub raised: Color32,
    #[serde(deserialize_with = "color")]
    pub sunken: Color32,
    #[serde(deserialize_with = "color")]
    pub hover: Color32,
    #[serde(deserialize_with = "color")]
    pub pressed: Color32,
    #[serde(deserialize_with = "color")]
    pub selected: Color32,
    #[serde(deserialize_with = "color")]
    pub line: Color32,
    #[serde(deserialize_with = "color")]
    pub border: Color32,
    #[serde(deserialize_with = "color")]
    pub border_strong: Color32,
    #[serde(deserialize_with = "color")]
    pub text: Color32,
    #[serde(deserialize_with = "color")]
    pub text2: Color32,
    #[serde(deserialize_with = "color")]
    pub text3: Color32,
    #[serde(deserialize_with = "color")]
    pub accent: Color32,
    #[serde(deserialize_with = "color")]
    pub accent_fill: Color32,
    #[serde(deserialize_with = "color")]
    pub on_accent: Color32,
    #[serde(deserialize_with = "color")]
    pub accent_soft: Color32,
    #[serde(deserialize_with = "color")]
    pub ok: Color32,
    #[serde(deserialize_with = "color")]
    pub warn_mark: Color32,
    #[serde(deserialize_with = "color")]
    pub danger_mark: Color32,
    #[serde(deserialize_with = "color")]
    pub warn: Color32,
    #[serde(deserialize_with = "color")]
    pub warn_soft: Color32,
    #[serde(deserialize_with = "color")]
    pub danger: Color32,
    #[serde(deserialize_with = "color")]
    pub danger_fill: Color32,
    #[serde(deserialize_with = "color")]
    pub on_danger: Color32,
    #[serde(deserialize_with = "color")]
    pub danger_soft: Color32,
    #[serde(deserialize_with = "color")]
    pub info: Color32,
    #[serde(deserialize_with = "color")]
    pub info_soft: Color32,
    #[serde(deserialize_with = "color")]
    pub violet: Color32,
    #[serde(deserialize_with = "color")]
    pub violet_soft: Color32,
    #[serde(deserialize_with = "color")]
    pub scrim: Color32,
    #[serde(deserialize_with = "color")]
    pub shadow: Color32,
}

fn color<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Color32, D::Error> {
    let hex = String::deserialize(deserializer)?;
    Color32::from_hex(&hex)
        .map_err(|_| D::Error::custom(format!("expected a colour as #RRGGBB or #RRGGBBAA, found {hex:?}")))
}

static DARK: LazyLock<Tokens> = LazyLock::new(|| read(include_str!("../../../assets/themes/dark.ron")));
static LIGHT: LazyLock<Tokens> = LazyLock::new(|| read(include_str!("../../../assets/themes/light.ron")));
static DARK_STRONG: LazyLock<Tokens> = LazyLock::new(|| DARK.stronger());
static LIGHT_STRONG: LazyLock<Tokens> = LazyLock::new(|| LIGHT.stronger());

fn read(ron: &str) -> Tokens {
    ron::from_str(ron).expect("the theme files are part of the program and tested")
}

impl Tokens {
    /// The dark theme.
    pub fn dark() -> &'static Self {
        &DARK
    }

    /// The light theme.
    pub fn light() -> &'static Self {
        &LIGHT
    }

    /// The theme that egui shows, with stronger lines where they are switched on.
    pub fn of(ctx: &Context, dark: bool) -> &'static Self {
        match (dark, super::stronger_lines(ctx)) {
            (true, false) => &DARK,
            (false, false) => &LIGHT,
            (true, true) => &DARK_STRONG,
            (false, true) => &LIGHT_STRONG,
        }
    }

    /// Control edges that reach 3:1, for people who need to see where a control ends.
    fn stronger(&self) -> Self {
        Self { border: self.border_strong, line: self.border, ..self.clone() }
    }

    /// The fill of a modal: raised in the dark, where nearer is lighter, and page in the light.
    pub fn modal(&self) -> Color32 {
        if self.dark { self.raised } else { self.page }
    }

    /// The fill of a secondary button and of whatever else is pressed to act.
    pub fn control(&self) -> Color32 {
        if self.dark { self.hover } else { self.page }
    }
}

/// `ui.tokens()`: the colour roles of the theme in which a [`Ui`] is drawn.
pub trait UiTokens {
    /// The colour roles of the current theme.
    fn tokens(&self) -> &'static Tokens;
}

impl UiTokens for Ui {
    fn tokens(&self) -> &'static Tokens {
        Tokens::of(self.ctx(), self.visuals().dark_mode)
    }
}

impl UiTokens for Context {
    fn tokens(&self) -> &'static Tokens {
        Tokens::of(self, self.theme() == egui::Theme::Dark)
    }
}

/// Where the "Stronger lines" switch is kept in egui's memory.
pub(super) fn stronger_lines_id() -> Id {
    Id::unique("canopy stronger lines")
}
