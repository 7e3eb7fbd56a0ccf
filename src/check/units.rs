//! Units and types as written.
//!
//! In: `unit` declarations and type expressions. Out: [`Unit`]s with exact factors, and declared types.

use super::context::Context;
use super::problem::CheckProblem;
use crate::diagnostic::suggest;
use crate::resolve::problem::{NameProblem, What};
use crate::syntax::ast;
use crate::value::calendar::{USUAL_FIRST, USUAL_LAST};
use crate::value::decimal::{Decimal, LIMIT, Rounding};
use crate::value::dimension::Dimension;
use crate::value::range::Range;
use crate::value::ty::{EnumId, Number, Type};
use crate::value::unit::Unit;
use std::collections::HashMap;
use std::sync::Arc;

/// Decimal places of a figure whose unit does not say.
const PLACES: u8 = 6;
/// What a money figure without a declared range lies in, in units of the field: ±10^15.
const AMOUNT: i128 = 1_000_000_000_000_000;
/// What a ratio without a declared range lies in: ±10^9, that is ±10^11 %.
const RATIO: i128 = 1_000_000_000;
/// What a whole-number figure without a declared range lies in: 0 to 10^12.
const COUNT: i128 = 1_000_000_000_000;

/// All units, by name.
#[derive(Debug, Default)]
pub struct Units {
    by_name: HashMap<String, Arc<Unit>>,
}

impl Units {
    /// The unit of a name.
    pub fn get(&self, name: &str) -> Option<&Arc<Unit>> {
        self.by_name.get(name)
    }

    /// The name nearest to a wrong one.
    pub fn nearest(&self, name: &str) -> Option<String> {
        let mut names: Vec<&str> = self.by_name.keys().map(String::as_str).collect();
        names.sort_unstable();
        suggest::nearest(name, names).map(str::to_string)
    }
}

/// Checks all units, each after the one it is based on.
pub fn declare(ctx: &mut Context<'_>) {
    for unit in &ctx.names.units {
        let built = match &unit.base {
            None => Some(Unit {
                name: unit.name.text.clone(),
                dimension: Dimension::base(&unit.name.text),
                factor: Decimal::ONE,
                decimals: None,
                whole: unit.whole,
            }),
            Some((factor, base)) => derived(ctx, unit, factor, base.as_ref()),
        };
        let Some(mut built) = built else { continue };
        if let Some(figure) = &unit.decimals {
            built.decimals = small(ctx, figure, 12);
        } else if built.whole {
            built.decimals = Some(0);
        }
        ctx.units.by_name.insert(unit.name.text.clone(), Arc::new(built));
    }
}

fn derived(ctx: &mut Context<'_>, unit: &ast::Unit, factor: &ast::Figure, base: Option<&ast::UnitType>) -> Option<Unit> {
    let base = match base {
        None => Arc::new(Unit::plain()),
        Some(written) => unit_of(ctx, written)?,
    };
    let amount = factor.amount?;
    if amount.mantissa <= 0 {
        ctx.report(CheckProblem::UnitFactor { span: factor.span });
        return None;
    }
    let same = amount == Decimal::ONE;
    Some(Unit {
        name: unit.name.text.clone(),
        dimension: base.dimension.clone(),
        factor: whole_factor(ctx, unit, amount.multiply(base.factor))?.normalized(),
        decimals: if same { base.decimals } else { None },
        whole: unit.whole || (same && base.whole),
    })
}

/// A factor that fits 38 digits, or nothing, the problem reported.
fn whole_factor(ctx: &mut Context<'_>, unit: &ast::Unit, factor: Option<Decimal>) -> Option<Decimal> {
    if factor.is_none() {
        ctx.report(CheckProblem::Overflow { span: unit.name.span, operands: vec![] });
    }
    factor
}

/// A small whole number such as a number of places.
pub fn small(ctx: &mut Context<'_>, figure: &ast::Figure, most: u8) -> Option<u8> {
    let amount = figure.amount?;
    match u8::try_from(amount.mantissa) {
        Ok(places) if amount.scale == 0 && places <= most => Some(places),
        _ => {
            ctx.report(CheckProblem::Places { most, span: figure.span });
            None
        }
    }
}

/// The unit of a unit expression.
pub fn unit_of(ctx: &mut Context<'_>, written: &ast::UnitType) -> Option<Arc<Unit>> {
    let first = named(ctx, &written.first)?;
    if written.rest.is_empty() {
        return Some(first);
    }
    let mut result = Unit { decimals: None, whole: false, ..(*first).clone() };
    for (operator, name) in &written.rest {
        let next = named(ctx, name)?;
        let factor = match operator {
            ast::UnitOperator::Times => {
                result.name = format!("{}*{}", result.name, next.name);
                result.dimension = result.dimension.times(&next.dimension);
                result.factor.multiply(next.factor)
            }
            ast::UnitOperator::Per => {
                result.name = format!("{}/{}", result.name, next.name);
                result.dimension = result.dimension.over(&next.dimension);
                let quotient = result.factor.divide(next.factor, 18, Rounding::HalfAway);
                quotient.filter(|quotient| quotient.multiply(next.factor).is_some_and(|back| back.compare(result.factor).is_eq()))
            }
        };
        match factor {
            Some(factor) => result.factor = factor.normalized(),
            None => {
                ctx.report(CheckProblem::InexactUnit { name: result.name.clone(), span: written.span });
                return None;
            }
        }
    }
    Some(Arc::new(result))
}

fn named(ctx: &mut Context<'_>, name: &ast::Name) -> Option<Arc<Unit>> {
    if let Some(unit) = ctx.units.get(&name.text) {
        return Some(unit.clone());
    }
    let nearest = ctx.units.nearest(&name.text);
    if !ctx.names.incomplete {
        ctx.report(NameProblem::Unknown { what: What::Unit, name: name.text.clone(), span: name.span, nearest, choices: vec![] });
    }
    None
}

/// A declared type.
#[derive(Debug, Clone)]
pub struct Declared {
    /// What.
    pub base: DeclaredBase,
    /// Whether it may be missing.
    pub optional: bool,
}

/// What a declared type is.
#[derive(Debug, Clone)]
pub enum DeclaredBase {
    /// A quantity in a unit.
    Number(Arc<Unit>),
    /// `bool`
    Bool,
    /// `text`
    Text,
    /// `date`
    Date,
    /// An enum.
    Enum(EnumId),
    /// Already reported.
    Unknown,
}

/// Looks a written type up.
pub fn declared(ctx: &mut Context<'_>, kind: &ast::Kind) -> Declared {
    let base = match &kind.base {
        ast::KindBase::Bool => DeclaredBase::Bool,
        ast::KindBase::Text => DeclaredBase::Text,
        ast::KindBase::Date => DeclaredBase::Date,
        ast::KindBase::Number => DeclaredBase::Number(Arc::new(Unit::plain())),
        ast::KindBase::Unit(written) => unit_or_enum(ctx, written),
    };
    Declared { base, optional: kind.optional }
}

fn unit_or_enum(ctx: &mut Context<'_>, written: &ast::UnitType) -> DeclaredBase {
    let name = &written.first;
    if written.rest.is_empty() {
        if let Some(position) = ctx.names.enums.iter().position(|e| e.name.text == name.text) {
            return DeclaredBase::Enum(EnumId(position as u32));
        }
        if ctx.units.get(&name.text).is_none() {
            let nearest = suggest::nearest(&name.text, ctx.names.enums.iter().map(|e| e.name.text.as_str())).map(str::to_string);
            let nearest = nearest.or_else(|| ctx.units.nearest(&name.text));
            if !ctx.names.incomplete {
                ctx.report(NameProblem::Unknown { what: What::Type, name: name.text.clone(), span: name.span, nearest, choices: vec![] });
            }
            return DeclaredBase::Unknown;
        }
    }
    unit_of(ctx, written).map_or(DeclaredBase::Unknown, DeclaredBase::Number)
}

/// How many decimal places a figure in a unit keeps.
pub fn places_of(unit: &Unit) -> u8 {
    unit.decimals.unwrap_or(if unit.whole { 0 } else { PLACES })
}

/// The range of figures in a unit where none is declared, at a base scale: counts 0 to 10^12, ratios ±10^9, all else ±10^15 base
/// units.
pub fn default_range(unit: &Unit, scale: u8) -> Range {
    let figure = |mantissa: i128| Decimal { mantissa, scale: 0 };
    let is_ratio = unit.dimension.is_none() && unit.factor.compare(Decimal::ONE).is_lt();
    let most = match (unit.whole, is_ratio) {
        (true, _) => unit.to_base(figure(COUNT)).unwrap_or(figure(COUNT)),
        (false, true) => figure(RATIO),
        (false, false) => figure(AMOUNT),
    };
    let high = most.rescale(scale, Rounding::Truncate).map_or(LIMIT - 1, |most| most.mantissa);
    Range { low: if unit.whole { 0 } else { -high }, high }
}

/// The type of a value declared so, with the default range; scale as for a field unless said.
pub fn type_of(declared: &Declared, scale: Option<u8>) -> Type {
    match &declared.base {
        DeclaredBase::Number(unit) => {
            let scale = scale.unwrap_or_else(|| unit.base_scale(places_of(unit)));
            Type::Number(Number { dimension: unit.dimension.clone(), scale, range: default_range(unit, scale), unit: unit.clone() })
        }
        DeclaredBase::Bool => Type::Bool,
        DeclaredBase::Text => Type::Text,
        DeclaredBase::Date => Type::Date(date_range()),
        DeclaredBase::Enum(id) => Type::Enum(*id),
        DeclaredBase::Unknown => Type::Unknown,
    }
}

/// The range of dates where none is declared: 1900-01-01 to 2199-12-31.
pub fn date_range() -> Range {
    Range { low: i128::from(USUAL_FIRST.0), high: i128::from(USUAL_LAST.0) }
}
