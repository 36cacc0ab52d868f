//! The choice of a template: plain words first, every template by its API name behind a fold.

use super::Issue;
use super::fields::docs;
use super::templates;
use crate::engine::{Template, Variety};
use crate::ui::forms::parts::{combo_row_ui, hint_ui, problem_at_ui};
use crate::ui::forms::problem::Problems;
use crate::ui::kit::{Choice, FoldRow, Icon, Label, SearchField, Segmented, group_heading_ui, left_label_ui, paint};
use crate::ui::theme::{Type, UiTokens as _};
use egui::{InputState, Key, Modifiers, Response, Role, ScrollArea, Sense, Ui, WidgetInfo, pos2, vec2};

/// Room for the labels before the controls.
const LABEL: f32 = 140.0;

/// Height of the list of all templates.
const LIST: f32 = 224.0;

impl Issue {
    pub(super) fn template_ui(&mut self, ui: &mut Ui, problems: &Problems) {
        group_heading_ui(ui, "Template", |_| {});
        let template = self.draft.template();
        let mut shown: Vec<&'static Template> = templates::plain().collect();
        let is_shown = |plain: &&'static Template| plain.in_variety(template.variety) == Some(template);
        let now = shown.iter().copied().find(is_shown).unwrap_or(template);
        if now == template && !shown.contains(&template) {
            // It was chosen from the list of all.
            shown.push(template);
        }
        let choices: Vec<Choice<'_, &'static str>> = shown
            .iter()
            .map(|plain| {
                let name = templates::nearest(plain, self.draft.variety).name;
                Choice::new(plain.name, plain.words, name.trim_end_matches("/V1"))
            })
            .collect();
        let mut chosen = now.name;
        let combo = combo_row_ui(ui, "Used for", &choices, &mut chosen);
        if combo.changed() {
            self.draft.chosen = Template::named(chosen);
        }
        combo.on_hover_text(docs("TemplateArn"));
        hint_ui(ui, self.draft.template().purpose);
        self.variety_ui(ui, template);
        self.all_templates_ui(ui, problems.at("templateArn").is_some());
        problem_at_ui(ui, problems.at("templateArn"));
    }

    /// Where more may come from, if the template leaves a choice.
    fn variety_ui(&mut self, ui: &mut Ui, template: &Template) {
        let offered = templates::varieties(template);
        if offered.len() < 2 {
            return;
        }
        ui.add_space(4.0);
        let words: Vec<&str> = offered.iter().map(|variety| templates::words(*variety)).collect();
        let mut chosen = offered.iter().position(|variety| *variety == template.variety).unwrap_or_default();
        ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = 0.0;
            left_label_ui(ui, "Take more from", LABEL, 32.0);
            if Segmented::new("Take more from", &words).show(ui, &mut chosen).changed() {
                self.draft.variety = offered[chosen];
            }
        });
        if offered[chosen] != Variety::Base {
            hint_ui(ui, offered[chosen].purpose());
        }
    }

    /// Every template of the service, to be found by its name in the API.
    fn all_templates_ui(&mut self, ui: &mut Ui, trouble: bool) {
        ui.add_space(4.0);
        let name = self.draft.template().name;
        let (filter, open) = (&mut self.template_filter, &mut self.all_templates);
        let mut picked = None;
        FoldRow::new("All templates, by API name", name).trouble(trouble).show(ui, open, |ui| {
            ui.spacing_mut().item_spacing.y = 4.0;
            let field = SearchField::filter("Find a template").width(ui.available_width()).show(ui, filter);
            // Enter takes the first that is found, and does not confirm the form.
            let enter = |input: &mut InputState| input.consume_key(Modifiers::NONE, Key::Enter);
            if field.lost_focus() && ui.input_mut(enter) && !filter.trim().is_empty() {
                picked = templates::found(filter).next();
            }
            let rows = ScrollArea::vertical().id_salt("templates").max_height(LIST).min_scrolled_height(LIST);
            let rows = rows.auto_shrink([false, true]);
            rows.show(ui, |ui| {
                ui.spacing_mut().item_spacing.y = 0.0;
                let mut any = false;
                for template in templates::found(filter) {
                    any = true;
                    if row_ui(ui, template, template.name == name).clicked() {
                        picked = Some(template);
                    }
                }
                if !any {
                    let color = ui.tokens().text2;
                    ui.add(Label::new("No template has that in its name", Type::Small).color(color).height(28.0));
                }
            });
        });
        if let Some(picked) = picked {
            (self.draft.chosen, self.draft.variety) = (Some(picked), picked.variety);
        }
    }
}

/// A template as a row of the list: its API name, and its words where there is room.
fn row_ui(ui: &mut Ui, template: &Template, chosen: bool) -> Response {
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), 28.0), Sense::click());
    if ui.is_rect_visible(rect) {
        let (t, painter, y) = (ui.tokens(), ui.painter(), rect.center().y);
        if chosen || response.hovered() {
            paint::fill(painter, rect, 5, if chosen { t.selected } else { t.hover });
        }
        if chosen {
            Icon::Check.paint(painter, pos2(rect.left() + 14.0, y), 14.0, t.accent);
        }
        let name = template.name.trim_end_matches("/V1");
        let room = rect.width() - 40.0;
        let line = paint::line(painter, name, Type::MonoSmall, t.text, room);
        let end = paint::galley(painter, pos2(rect.left() + 28.0, y), line).right();
        let room = rect.right() - 24.0 - end;
        let fits = |words: &&str| paint::width(painter, words, Type::Small) <= room;
        if let Some(words) = [template.words, template.short].into_iter().find(|words| fits(words)) {
            paint::words_right(painter, pos2(rect.right() - 12.0, y), words, Type::Small, t.text2);
        }
        if response.has_focus() {
            paint::focus_ring(painter, rect.shrink(2.0), 5, t);
        }
    }
    response.widget_info(|| WidgetInfo::selected(Role::ListBoxOption, true, chosen, template.name));
    response.on_hover_text(format!("{}\n{}", template.title(), template.purpose))
}
