//! Charts, drawn by hand as SVG that stands in a page.
//!
//! In: labels, amounts as whole numbers at one number of places, and the words that are shown. Out: one `<svg>` with a title
//! and a description for those who cannot see it; colours come from the page and have values of their own where there is none.
//! The same input gives the same text: places are whole hundredths, no floating point. Knows languages and nothing of policies.

mod bars;
mod drawing;
mod graph;
mod heat;
mod histogram;
mod line;
mod scale;
mod spark;
mod waterfall;

pub use bars::{Bar, Bars};
pub use graph::{Graph, Node, NodeKind};
pub use heat::{Heat, HeatCell, HeatRow};
pub use histogram::{Bin, Histogram};
pub use line::{Segment, Segments};
pub use scale::Mark;
pub use spark::Spark;
pub use waterfall::{Direction, Step, Waterfall};
