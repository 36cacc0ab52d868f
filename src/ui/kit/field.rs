//! Text fields with their label, hint and problem.

use egui::{
    Align2, Color32, Frame, Id, Margin, Rect, Response, Sense, TextBuffer, TextEdit, Ui, UiBuilder, accesskit, pos2,
    vec2,
};

use super::{Icon, Label, paint};
use crate::ui::theme::{Type, UiTokens as _};

/// What is wrong with a value: words for the person, and the name the API gives it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Problem<'a> {
    /// "Each part is at most 255".
    pub words: &'a str,
    /// `InvalidArgsException`, small below the words.
    pub code: Option<&'a str>,
}

impl<'a> Problem<'a> {
    /// A problem that the API has no name for.
    pub fn new(words: &'a str) -> Self {
        Self { words, code: None }
    }
}

/// Where the label of a field stands.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum LabelPlace {
    /// In a column of this width before the field: forms of one column.
    Left(f32),
    /// In semibold above it.
    Above,
    /// Not seen, only heard: rows whose kind stands in a combo beside it.
    Hidden,
}

/// A field for one line of text, or for several ([`Field::lines`]).
#[must_use = "call `show`"]
pub struct Field<'a> {
    label: &'a str,
    place: LabelPlace,
    hint: &'a str,
    problem: Option<Problem<'a>>,
    icon: Option<Icon>,
    kind: Type,
    width: f32,
    height: f32,
    rows: usize,
    limit: usize,
    focus: bool,
    id: Option<Id>,
}

impl<'a> Field<'a> {
    /// A field with its label in semibold above it, as wide as there is room.
    pub fn new(label: &'a str) -> Self {
        Self {
            label,
            place: LabelPlace::Above,
            hint: "",
            problem: None,
            icon: None,
            kind: Type::Body,
            width: f32::INFINITY,
            height: 32.0,
            rows: 1,
            limit: usize::MAX,
            focus: false,
            id: None,
        }
    }

    /// Where the label stands.
    pub fn place(mut self, place: LabelPlace) -> Self {
        self.place = place;
        self
    }

    /// In text3 inside an empty field.
    pub fn hint(mut self, hint: &'a str) -> Self {
        self.hint = hint;
        self
    }

    /// What is wrong with the value.
    pub fn problem(mut self, problem: Option<Problem<'a>>) -> Self {
        self.problem = problem;
        self
    }

    /// An icon before the text: search, filter.
    pub fn icon(mut self, icon: Icon) -> Self {
        self.icon = Some(icon);
        self
    }

    /// Monospaced: serials, ARNs, PEM.
    pub fn mono(mut self) -> Self {
        self.kind = Type::Mono;
        self
    }

    /// Width of the field without its label.
    pub fn width(mut self, width: f32) -> Self {
        self.width = width;
        self
    }

    /// 28 high, for the inspector and lists.
    pub fn compact(mut self) -> Self {
        self.height = 28.0;
        self
    }

    /// 36 high, where it is the only field of a dialog.
    pub fn tall(mut self) -> Self {
        self.height = 36.0;
        self
    }

    /// Several lines, `rows` of which are seen; Enter begins a new one.
    pub fn lines(mut self, rows: usize) -> Self {
        self.rows = rows;
        self
    }

    /// No more than this many characters can be entered.
    pub fn limit(mut self, characters: usize) -> Self {
        self.limit = characters;
        self
    }

    /// Takes the keyboard in this frame: pass true once, when the form opens.
    pub fn focus(mut self, now: bool) -> Self {
        self.focus = now;
        self
    }

    /// A fixed id, to move the keyboard here from elsewhere.
    pub fn id(mut self, id: Id) -> Self {
        self.id = Some(id);
        self
    }

    /// Shows the field; the response is that of the text.
    pub fn show(self, ui: &mut Ui, text: &mut dyn TextBuffer) -> Response {
        match self.place {
            LabelPlace::Hidden => ui.vertical(|ui| self.column_ui(ui, text, None)).inner,
            LabelPlace::Above => {
                ui.vertical(|ui| {
                    let label = ui.add(Label::new(self.label, Type::SmallSemi).height(20.0));
                    self.column_ui(ui, text, Some(label.id))
                })
                .inner
            }
            LabelPlace::Left(width) => {
                ui.horizontal_top(|ui| {
                    let label = left_label_ui(ui, self.label, width, self.height);
                    ui.vertical(|ui| self.column_ui(ui, text, Some(label))).inner
                })
                .inner
            }
        }
    }

    fn column_ui(self, ui: &mut Ui, text: &mut dyn TextBuffer, label: Option<Id>) -> Response {
        let (problem, name) = (self.problem, self.label);
        let response = self.text_ui(ui, text);
        let response = match label {
            Some(id) => response.labelled_by(id),
            None => response.accessible_name(name),
        };
        if let Some(problem) = problem {
            problem_ui(ui, problem);
            mark_invalid(ui, &response, problem);
        }
        response
    }

    fn text_ui(self, ui: &mut Ui, text: &mut dyn TextBuffer) -> Response {
        let t = ui.tokens();
        let width = self.width.min(ui.available_width());
        let left = if self.icon.is_some() { 30 } else { 10 };
        let margin = if self.rows > 1 {
            Margin { left: 10, right: 10, top: 8, bottom: 8 }
        } else {
            Margin { left, right: 10, top: 0, bottom: 0 }
        };
        let hint = self.kind.rich(self.hint).color(t.text3);
        let edit = if self.rows > 1 { TextEdit::multiline(text) } else { TextEdit::singleline(text) };
        let edit = edit
            .frame(Frame::new().inner_margin(margin).corner_radius(6).fill(t.sunken))
            .font(self.kind.font())
            .text_color(t.text)
            .hint_text(hint)
            .char_limit(self.limit)
            .desired_rows(self.rows)
            .desired_width(width)
            .min_size(vec2(width, self.height))
            .align(if self.rows > 1 { Align2::LEFT_TOP } else { Align2::LEFT_CENTER });
        let edit = if let Some(id) = self.id { edit.id(id) } else { edit };
        let response = ui.add(edit);
        if self.focus {
            response.request_focus();
        }
        paint_edge(ui, &response, self.problem.is_some());
        if let Some(icon) = self.icon {
            icon.paint(ui.painter(), response.rect.left_center() + vec2(16.0, 0.0), 14.0, t.text2);
        }
        response
    }
}

/// The edge of a field: quiet, with the keyboard, or in trouble.
pub(super) fn paint_edge(ui: &Ui, response: &Response, trouble: bool) {
    let t = ui.tokens();
    let painter = ui.painter();
    match (trouble, response.has_focus()) {
        (true, focused) => {
            paint::edge_of(painter, response.rect, 6, egui::Stroke::new(1.5, t.danger_mark));
            if focused {
                let halo = egui::Stroke::new(2.5, t.danger_mark.gamma_multiply(0.22));
                paint::edge_of(painter, response.rect.expand(2.5), 8, halo);
            }
        }
        (false, true) => paint::focus_ring(painter, response.rect, 6, t),
        (false, false) => paint::edge(painter, response.rect, 6, t.border),
    }
}

/// A label in a column of its own, centred on the first row beside it; returns its id for `labelled_by`.
pub fn left_label_ui(ui: &mut Ui, words: &str, width: f32, height: f32) -> Id {
    let (_, rect) = ui.allocate_space(vec2(width - ui.spacing().item_spacing.x, height));
    let mut child = ui.new_child(UiBuilder::new().max_rect(rect));
    let color = ui.tokens().text2;
    child.add(Label::new(words, Type::Body).color(color).height(height)).id
}

/// Words of a problem with its icon, and the API's name of it below.
pub fn problem_ui(ui: &mut Ui, problem: Problem<'_>) {
    let color = ui.tokens().danger;
    let width = ui.available_width() - 18.0;
    let galley = paint::paragraph(ui.painter(), problem.words, Type::Small, color, width);
    let name = problem.code.map_or(0.0, |_| 17.0);
    let size = vec2(galley.size().x + 18.0, galley.size().y + name);
    let (rect, response) = ui.allocate_exact_size(size, Sense::hover());
    paint_problem(ui, rect, galley, problem.code, color);
    response.widget_info(|| {
        let words = [Some(problem.words), problem.code];
        let words = words.into_iter().flatten().collect::<Vec<_>>().join(", ");
        egui::WidgetInfo::labeled(egui::Role::Label, true, words)
    });
}

fn paint_problem(ui: &Ui, rect: Rect, galley: std::sync::Arc<egui::Galley>, code: Option<&str>, color: Color32) {
    let painter = ui.painter();
    let below = rect.top() + galley.size().y + 8.0;
    Icon::CircleAlert.paint(painter, rect.left_top() + vec2(8.0, 8.5), 14.0, color);
    painter.galley(rect.left_top() + vec2(18.0, 0.0), galley, color);
    if let Some(code) = code {
        let left = pos2(rect.left() + 18.0, below);
        paint::words(painter, left, code, Type::MonoSmall, ui.tokens().text2);
    }
}

fn mark_invalid(ui: &Ui, response: &Response, problem: Problem<'_>) {
    ui.ctx().accesskit_node_builder(response.id, |node| {
        node.set_invalid(accesskit::Invalid::True);
        node.set_description(problem.words);
    });
}
