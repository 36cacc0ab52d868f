//! The icons of the window: [Lucide](https://lucide.dev), drawn as text from a subset of its font.
//!
//! The list below is the only one: `assets/fonts/subset_lucide.py` reads it to make the font, and
//! a test checks that the font has a glyph for each.

use egui::{Color32, FontFamily, FontId, Painter, Pos2, Rect, pos2};

macro_rules! icons {
    ($($name:ident $lucide:literal $glyph:literal,)*) => {
        /// An icon, by its name in Lucide.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Icon {
            $(#[doc = concat!("[`", $lucide, "`](https://lucide.dev/icons/", $lucide, ")")] $name,)*
        }

        impl Icon {
            /// Every icon of the subset.
            pub const ALL: &[Self] = &[$(Self::$name,)*];

            /// Its character in the private use area of the icon font.
            pub const fn glyph(self) -> char {
                match self { $(Self::$name => $glyph,)* }
            }
        }
    };
}

icons! {
    Plus "plus" '\u{e13d}',
    X "x" '\u{e1b2}',
    Check "check" '\u{e06c}',
    Search "search" '\u{e151}',
    ListFilter "list-filter" '\u{e460}',
    Columns3 "columns-3" '\u{e099}',
    Download "download" '\u{e0b2}',
    Upload "upload" '\u{e19e}',
    ChevronDown "chevron-down" '\u{e06d}',
    ChevronRight "chevron-right" '\u{e06f}',
    ChevronLeft "chevron-left" '\u{e06e}',
    ChevronsUpDown "chevrons-up-down" '\u{e211}',
    ChevronsDownUp "chevrons-down-up" '\u{e228}',
    ArrowUp "arrow-up" '\u{e04a}',
    ArrowDown "arrow-down" '\u{e042}',
    CornerDownRight "corner-down-right" '\u{e0a2}',
    CornerDownLeft "corner-down-left" '\u{e0a1}',
    Copy "copy" '\u{e09e}',
    ClipboardPaste "clipboard-paste" '\u{e3e8}',
    Eye "eye" '\u{e0ba}',
    EyeOff "eye-off" '\u{e0bb}',
    Lock "lock" '\u{e10b}',
    LockOpen "lock-open" '\u{e10c}',
    KeyRound "key-round" '\u{e4a3}',
    FileBadge "file-badge" '\u{e30f}',
    FileKey "file-key" '\u{e31d}',
    FileText "file-text" '\u{e0cc}',
    FileX "file-x" '\u{e0cd}',
    FilePlus "file-plus" '\u{e0c9}',
    Stamp "stamp" '\u{e3bb}',
    ShieldCheck "shield-check" '\u{e1ff}',
    BadgeCheck "badge-check" '\u{e241}',
    Globe "globe" '\u{e0e8}',
    Trash2 "trash-2" '\u{e18e}',
    RefreshCw "refresh-cw" '\u{e145}',
    Pencil "pencil" '\u{e1f9}',
    PenLine "pen-line" '\u{e130}',
    Layers "layers" '\u{e529}',
    Cpu "cpu" '\u{e0a9}',
    Folder "folder" '\u{e0d7}',
    FolderOpen "folder-open" '\u{e247}',
    FlaskConical "flask-conical" '\u{e0d5}',
    House "house" '\u{e0f5}',
    Sun "sun" '\u{e178}',
    Moon "moon" '\u{e11e}',
    SunMoon "sun-moon" '\u{e2b2}',
    CircleCheck "circle-check" '\u{e226}',
    CircleAlert "circle-alert" '\u{e077}',
    CircleX "circle-x" '\u{e084}',
    TriangleAlert "triangle-alert" '\u{e193}',
    Info "info" '\u{e0f9}',
    Ban "ban" '\u{e051}',
    Clock "clock" '\u{e087}',
    Tag "tag" '\u{e17f}',
    SquareTerminal "square-terminal" '\u{e20a}',
    Braces "braces" '\u{e36a}',
    Maximize2 "maximize-2" '\u{e113}',
    Minimize2 "minimize-2" '\u{e11b}',
    Settings "settings" '\u{e154}',
    List "list" '\u{e106}',
    Ellipsis "ellipsis" '\u{e0b6}',
    Save "save" '\u{e14d}',
    Archive "archive" '\u{e041}',
    Link "link" '\u{e102}',
    Hash "hash" '\u{e0ef}',
    ScrollText "scroll-text" '\u{e45f}',
    ArrowBigUpDash "arrow-big-up-dash" '\u{e420}',
    CircleQuestionMark "circle-question-mark" '\u{e082}',
    ZoomIn "zoom-in" '\u{e1b6}',
    ZoomOut "zoom-out" '\u{e1b7}',
    Square "square" '\u{e167}',
    LogOut "log-out" '\u{e10e}',
    Play "play" '\u{e13c}',
    Pause "pause" '\u{e12e}',
    Server "server" '\u{e153}',
}

impl Icon {
    /// Paints the icon centred on `center` at 16 (tree, toolbar), 14 (buttons, rows) or 12 (chevrons, ticks).
    pub fn paint(self, painter: &Painter, center: Pos2, size: f32, color: Color32) -> Rect {
        let font = FontId::new(size, FontFamily::Name(crate::ui::theme::ICONS.into()));
        let galley = painter.layout_no_wrap(self.glyph().to_string(), font, color);
        // At 12 the font's own centre lies a pixel above that of the text beside it.
        let lower = if size < 13.0 { 1.0 } else { 0.0 };
        let min = center - galley.size() / 2.0 + egui::vec2(0.0, lower);
        let min = pos2(min.x.round(), min.y.round());
        let rect = Rect::from_min_size(min, galley.size());
        painter.galley(min, galley, color);
        rect
    }
}
