//! Where everything stands: bars at the edges, the tree left, the inspector right or below, the page
//! between.

use super::App;
use super::remembered::{INSPECTOR_HEIGHTS, INSPECTOR_WIDTHS, TREE_WIDTHS};
use crate::engine::{Access, ClockDoubt};
use crate::ui::command::Command;
use crate::ui::inspector::Inspector;
use crate::ui::kit::{Button, Icon, paint};
use crate::ui::palette::Situation;
use crate::ui::theme::{Type, UiTokens as _};
use crate::ui::words;
use egui::{CentralPanel, Context, Frame, Panel, Rect, Role, Sense, Ui, WidgetInfo, pos2, vec2};

/// Below this width the inspector goes under the page, and words give way.
pub(super) fn is_narrow(ctx: &Context) -> bool {
    ctx.content_rect().width() < 1100.0
}

impl App {
    pub(super) fn layout_ui(&mut self, ui: &mut Ui, situation: &Situation) {
        self.top_bar_ui(ui, situation);
        self.status_line_ui(ui);
        let full = self.inspector.as_ref().is_some_and(Inspector::is_full);
        if self.session.is_some() {
            self.tree_panel_ui(ui);
            if self.inspector.is_some() && !full {
                self.inspector_panel_ui(ui);
            }
        }
        let fill = ui.tokens().page;
        let page = CentralPanel::default().frame(Frame::new().fill(fill)).show(ui, |ui| {
            ui.spacing_mut().item_spacing = vec2(8.0, 4.0);
            if full {
                self.full_inspector_ui(ui);
            } else if self.session.is_some() {
                self.bars_ui(ui);
                self.page_ui(ui);
            } else {
                self.first_run_ui(ui);
            }
        });
        let page = page.response.rect;
        self.drop_hint_ui(ui, page);
        let ctx = ui.ctx().clone();
        if let Some(act) = self.toasts.show(&ctx, page) {
            self.take_act(&ctx, act);
        }
    }

    fn tree_panel_ui(&mut self, ui: &mut Ui) {
        let narrow = is_narrow(ui.ctx());
        // Each width of window has its own width of tree.
        let (id, width) = match narrow {
            true => ("canopy narrow tree", 208.0),
            false => ("canopy tree", self.remembered.tree_width),
        };
        let fill = ui.tokens().chrome;
        let panel = Panel::left(id)
            .default_size(width)
            .size_range(TREE_WIDTHS)
            .show_separator_line(false)
            .frame(Frame::new().fill(fill));
        let shown = panel.show(ui, |ui| {
            let rect = ui.max_rect();
            paint::vertical_hairline(ui.painter(), rect.right() - 1.0, rect.y_range(), ui.tokens().line);
            // Else the panel would shrink to what is in it.
            ui.take_available_space();
            self.tree_ui(&mut ui.new_child(egui::UiBuilder::new().max_rect(rect)));
        });
        if !narrow && !is_dragging(ui) {
            self.remembered.tree_width = shown.response.rect.width().round();
        }
    }

    fn inspector_panel_ui(&mut self, ui: &mut Ui) {
        let fill = ui.tokens().chrome;
        let frame = Frame::new().fill(fill);
        let narrow = is_narrow(ui.ctx());
        let panel = match narrow {
            true => Panel::bottom("canopy inspector below")
                .default_size(self.remembered.inspector_height)
                .size_range(INSPECTOR_HEIGHTS),
            false => Panel::right("canopy inspector")
                .default_size(self.remembered.inspector_width)
                .size_range(INSPECTOR_WIDTHS),
        };
        let (known, mut inspector) = (self.known(), self.inspector.take());
        let shown = panel.show_separator_line(false).frame(frame).show(ui, |ui| {
            let rect = ui.max_rect();
            match narrow {
                true => paint_handle(ui, rect),
                false => paint::vertical_hairline(ui.painter(), rect.left(), rect.y_range(), ui.tokens().line),
            }
            match &mut inspector {
                Some(inspector) if narrow => inspector.bottom_ui(ui, &known, &mut self.commands),
                Some(inspector) => inspector.side_ui(ui, &known, &mut self.commands),
                None => {}
            }
        });
        self.inspector = inspector;
        let size = shown.response.rect.size();
        match narrow {
            _ if is_dragging(ui) => {}
            true => self.remembered.inspector_height = size.y.round(),
            false => self.remembered.inspector_width = size.x.round(),
        }
    }

    fn full_inspector_ui(&mut self, ui: &mut Ui) {
        let (known, mut inspector) = (self.known(), self.inspector.take());
        if let Some(inspector) = &mut inspector {
            inspector.full_ui(ui, &known, &mut self.commands);
        }
        self.inspector = inspector;
    }

    /// Says over every page why nothing can be changed, and over Home that the clock is doubtful.
    fn bars_ui(&mut self, ui: &mut Ui) {
        let Some(session) = &self.session else { return };
        if let Access::ReadOnly(reason) = &session.access {
            let another_copy = session.snapshot.read_only().is_some_and(|reason| reason.is_another_copy());
            let act = another_copy.then_some("Go on from this copy…");
            if bar_ui(ui, &format!("Open for reading only: {reason}"), act) {
                self.commands.push(Command::GoOn);
            }
        }
        if let Some(doubt) = session.clock_doubt.filter(|_| session.authority.is_none()) {
            bar_ui(ui, &clock_words(doubt), None);
        }
    }

    /// While a file hangs over the window: what becomes of it when it is let go.
    fn drop_hint_ui(&self, ui: &Ui, page: Rect) {
        let hovers = ui.input(|input| !input.raw.hovered_files.is_empty());
        if !hovers || self.has_form() {
            return;
        }
        let t = ui.tokens();
        let place = page.shrink(16.0);
        let painter =
            ui.ctx().layer_painter(egui::LayerId::new(egui::Order::Foreground, egui::Id::unique("canopy drop hint")));
        paint::fill(&painter, place, 12, t.selected.gamma_multiply(0.92));
        paint::dashed_edge(&painter, place, 12.0, t.accent);
        Icon::Download.paint(&painter, place.center() - vec2(0.0, 36.0), 24.0, t.accent);
        let words = "Let go to look at it";
        paint::words_center(&painter, place.center(), words, Type::Heading, t.text);
        let detail = "A certificate signing request opens the form that issues from it";
        paint::words_center(&painter, place.center() + vec2(0.0, 22.0), detail, Type::Small, t.text2);
    }
}

/// A line of warning over the page; true when its act was pressed.
fn bar_ui(ui: &mut Ui, words: &str, act: Option<&str>) -> bool {
    let t = ui.tokens();
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), 36.0), Sense::hover());
    paint::fill(ui.painter(), rect, 0, t.warn_soft);
    Icon::TriangleAlert.paint(ui.painter(), pos2(rect.left() + 30.0, rect.center().y), 14.0, t.warn_mark);
    let mut right = rect.right() - 22.0;
    let mut pressed = false;
    if let Some(act) = act {
        let place = Rect::from_min_max(pos2(rect.left(), rect.top() + 4.0), pos2(right, rect.bottom() - 4.0));
        let layout = egui::Layout::right_to_left(egui::Align::Center);
        let mut ui = ui.new_child(egui::UiBuilder::new().max_rect(place).layout(layout));
        let button = ui.add(Button::secondary(act).compact());
        (pressed, right) = (button.clicked(), button.rect.left() - 12.0);
    }
    let line = paint::line(ui.painter(), words, Type::Small, t.warn, right - rect.left() - 46.0);
    paint::galley(ui.painter(), pos2(rect.left() + 46.0, rect.center().y), line);
    response.widget_info(|| WidgetInfo::labeled(Role::Status, true, words));
    response.on_hover_text(words);
    pressed
}

fn clock_words(doubt: ClockDoubt) -> String {
    match doubt {
        ClockDoubt::Behind { now, last } => format!(
            "The clock of this computer says {}, but the newest record is of {}: set it before you sign anything",
            words::minute(now),
            words::minute(last)
        ),
        ClockDoubt::Ahead { now, last } => format!(
            "The newest record is of {}: if it is not {} now, set the clock of this computer before you sign anything",
            words::minute(last),
            words::minute(now)
        ),
    }
}

/// While a panel is being dragged, its size is not yet what the person wants.
fn is_dragging(ui: &Ui) -> bool {
    ui.input(|input| input.pointer.any_down())
}

/// The edge of the inspector below the page, and the handle on it.
fn paint_handle(ui: &Ui, rect: Rect) {
    let t = ui.tokens();
    paint::hairline(ui.painter(), rect.x_range(), rect.top(), t.line);
    let handle = Rect::from_center_size(pos2(rect.center().x, rect.top() + 3.0), vec2(32.0, 3.0));
    paint::fill(ui.painter(), handle, 2, t.border);
}
