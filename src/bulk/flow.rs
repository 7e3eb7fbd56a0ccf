//! Work done by several threads and taken in order.
//!
//! In: what cuts the next job, what does a job, what takes what came of it. Out: results are taken in the order in which jobs were cut,
//! by the calling thread, however many threads work; no more than twice as many jobs as threads are under way. Knows nothing of data.

use std::collections::BTreeMap;
use std::ops::ControlFlow;
use std::panic::resume_unwind;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::Duration;

/// Expressions nest, and some systems give threads little room.
const STACK_BYTES: usize = 64 << 20;
/// So often the taker looks whether it is to stop.
const GLANCE: Duration = Duration::from_millis(100);

/// How the work ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum End {
    /// Every job was done and taken.
    Whole,
    /// The taker wanted no more.
    Enough,
    /// It was told to stop.
    Stopped,
}

/// What the threads share.
struct Shared<D> {
    state: Mutex<State<D>>,
    /// Something was done, or all is over.
    arrived: Condvar,
    /// Something was taken, or all is over.
    room: Condvar,
}

struct State<D> {
    done: BTreeMap<u64, D>,
    taken: u64,
    /// How many jobs there are, once that is known.
    total: Option<u64>,
    closed: bool,
}

/// The one who cuts, and the number of the next job.
struct Cutter<C> {
    cut: C,
    next: u64,
}

/// Does jobs until there is none. `cut` is called by one thread at a time; `worker` is called once by each thread and gives what does
/// its jobs; `take` is called by the calling thread.
pub fn run<J, D, W, C>(threads: usize, stop: &AtomicBool, cut: C, worker: impl Fn() -> W + Sync, mut take: impl FnMut(D) -> ControlFlow<()>) -> End
where
    J: Send,
    D: Send,
    W: FnMut(J) -> D,
    C: FnMut() -> Option<J> + Send,
{
    let window = threads as u64 * 2;
    let shared = Shared {
        state: Mutex::new(State { done: BTreeMap::new(), taken: 0, total: None, closed: false }),
        arrived: Condvar::new(),
        room: Condvar::new(),
    };
    let cutter = Mutex::new(Cutter { cut, next: 0 });
    let work = || shared.work(&cutter, window, stop, worker());
    thread::scope(|scope| {
        let spawn = |_| thread::Builder::new().stack_size(STACK_BYTES).spawn_scoped(scope, work).ok();
        let spawned: Vec<_> = if threads > 1 { (0..threads).filter_map(spawn).collect() } else { Vec::new() };
        let end = if spawned.is_empty() {
            alone(stop, || locked(&cutter).cut(), worker(), &mut take)
        } else {
            // Should taking fail, nobody waits for room.
            let _close = Close(&shared);
            shared.take(stop, &mut take)
        };
        for thread in spawned {
            if let Err(cause) = thread.join() {
                resume_unwind(cause);
            }
        }
        end
    })
}

/// The same by one thread.
fn alone<J, D>(
    stop: &AtomicBool,
    mut cut: impl FnMut() -> Option<J>,
    mut work: impl FnMut(J) -> D,
    take: &mut impl FnMut(D) -> ControlFlow<()>,
) -> End {
    while !stop.load(Ordering::Relaxed) {
        let Some(job) = cut() else { return End::Whole };
        let done = work(job);
        if stop.load(Ordering::Relaxed) {
            break;
        }
        if take(done).is_break() {
            return End::Enough;
        }
    }
    End::Stopped
}

impl<J, C: FnMut() -> Option<J>> Cutter<C> {
    fn cut(&mut self) -> Option<J> {
        (self.cut)()
    }
}

impl<D> Shared<D> {
    fn work<J, C: FnMut() -> Option<J>>(&self, cutter: &Mutex<Cutter<C>>, window: u64, stop: &AtomicBool, mut work: impl FnMut(J) -> D) {
        // A thread that fails must not leave the others waiting.
        let guard = CloseOnPanic(self);
        loop {
            let mut cutter = locked(cutter);
            let number = cutter.next;
            if !self.has_room(number, window, stop) {
                break;
            }
            let Some(job) = cutter.cut() else {
                locked(&self.state).total = Some(number);
                self.arrived.notify_all();
                break;
            };
            cutter.next += 1;
            drop(cutter);
            let done = work(job);
            locked(&self.state).done.insert(number, done);
            self.arrived.notify_all();
        }
        drop(guard);
    }

    /// Waits until a job may be cut; false where none is to be.
    fn has_room(&self, number: u64, window: u64, stop: &AtomicBool) -> bool {
        let mut state = locked(&self.state);
        loop {
            if state.closed || state.total.is_some() || stop.load(Ordering::Relaxed) {
                return false;
            }
            if number < state.taken + window {
                return true;
            }
            state = self.room.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
    }

    fn take(&self, stop: &AtomicBool, take: &mut impl FnMut(D) -> ControlFlow<()>) -> End {
        let mut state = locked(&self.state);
        loop {
            if stop.load(Ordering::Relaxed) || state.closed {
                return End::Stopped;
            }
            let next = state.taken;
            if let Some(done) = state.done.remove(&next) {
                drop(state);
                if take(done).is_break() {
                    return End::Enough;
                }
                state = locked(&self.state);
                state.taken += 1;
                self.room.notify_all();
            } else if state.total == Some(next) {
                return End::Whole;
            } else {
                state = self.arrived.wait_timeout(state, GLANCE).map_or_else(|error| error.into_inner().0, |(state, _)| state);
            }
        }
    }

    fn close(&self) {
        locked(&self.state).closed = true;
        self.arrived.notify_all();
        self.room.notify_all();
    }
}

struct Close<'a, D>(&'a Shared<D>);

impl<D> Drop for Close<'_, D> {
    fn drop(&mut self) {
        self.0.close();
    }
}

struct CloseOnPanic<'a, D>(&'a Shared<D>);

impl<D> Drop for CloseOnPanic<'_, D> {
    fn drop(&mut self) {
        if thread::panicking() {
            self.0.close();
        }
    }
}

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::{End, run};
    use std::ops::ControlFlow;
    use std::sync::atomic::{AtomicBool, AtomicI64, AtomicU64, Ordering};

    fn numbers(count: u64) -> impl FnMut() -> Option<u64> + Send {
        let mut next = 0;
        move || {
            next += 1;
            (next <= count).then_some(next)
        }
    }

    #[test]
    fn what_is_done_is_taken_in_the_order_it_was_cut() {
        for threads in [1, 2, 5] {
            let mut taken = Vec::new();
            let work = || {
                |job: u64| {
                    // Some jobs take longer than those behind them.
                    (0..job % 7 * 1000).for_each(|step| {
                        std::hint::black_box(step);
                    });
                    job * 2
                }
            };
            let end = run(threads, &AtomicBool::new(false), numbers(500), work, |done| {
                taken.push(done);
                ControlFlow::Continue(())
            });
            assert_eq!(end, End::Whole);
            assert_eq!(taken, (1..=500).map(|job| job * 2).collect::<Vec<u64>>());
        }
    }

    #[test]
    fn few_jobs_are_under_way_at_a_time() {
        let (under_way, most) = (AtomicI64::new(0), AtomicI64::new(0));
        let mut next = numbers(200);
        let cut = || {
            let job = next()?;
            most.fetch_max(under_way.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
            Some(job)
        };
        run(
            3,
            &AtomicBool::new(false),
            cut,
            || |job: u64| job,
            |_| {
                std::thread::yield_now();
                under_way.fetch_sub(1, Ordering::SeqCst);
                ControlFlow::Continue(())
            },
        );
        // A job just taken makes room before it is counted off.
        assert!(most.load(Ordering::SeqCst) <= 7, "{most:?}");
    }

    #[test]
    fn ends_early_where_the_taker_has_enough_or_a_stop_is_asked_for() {
        for threads in [1, 4] {
            let mut taken = 0;
            let end = run(
                threads,
                &AtomicBool::new(false),
                numbers(u64::MAX),
                || |job: u64| job,
                |_| {
                    taken += 1;
                    if taken == 10 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
                },
            );
            assert_eq!((end, taken), (End::Enough, 10));
            let stop = AtomicBool::new(false);
            let seen = AtomicU64::new(0);
            let end = run(
                threads,
                &stop,
                numbers(u64::MAX),
                || |job: u64| job,
                |_| {
                    stop.store(seen.fetch_add(1, Ordering::SeqCst) == 20, Ordering::SeqCst);
                    ControlFlow::Continue(())
                },
            );
            assert_eq!(end, End::Stopped);
        }
    }

    #[test]
    fn a_thread_that_fails_leaves_nobody_waiting() {
        let work = || |job: u64| if job == 30 { panic!("job 30") } else { job };
        let caught = std::panic::catch_unwind(|| run(3, &AtomicBool::new(false), numbers(10_000), work, |_| ControlFlow::Continue(())));
        assert_eq!(caught.unwrap_err().downcast_ref::<&str>(), Some(&"job 30"));
        let take = |done: u64| if done == 5 { panic!("taker") } else { ControlFlow::Continue(()) };
        let caught = std::panic::catch_unwind(|| run(3, &AtomicBool::new(false), numbers(10_000), || |job: u64| job, take));
        assert!(caught.is_err());
    }
}
