using static Nscp.Reviews.Domain.Events.CaseEvent;

namespace Nscp.Reviews.Domain.Clocks;

/// <summary>A CSPR from its decision to its end: the six months, and the checks of SI 2018/789 reg 14. No hold moves either.</summary>
public static partial class CaseClocks
{
    const string NotToBePublished = "the partners decided not to publish, and the report was provided to the Panel and the Secretary of State";

    static IEnumerable<CaseClock> Cspr(IEnumerable<Review> reviews, Facts facts) =>
        reviews.Where(review => review.Decision is not null).SelectMany(review => ProgressChecks(review, facts).Prepend(CsprPublication(review, facts))).OfType<CaseClock>();

    static CaseClock? CsprPublication(Review review, Facts facts)
    {
        var clock = facts.Start(ClockIds.CsprPublication, review.Anchor.HappenedOn, review.Anchor)?.Met(review.FirstPublished?.At);
        if (clock is null) return null;
        clock = clock with { BelongsTo = review.Name };
        if (review.Ended is { } ended) return clock.Cancelled(ended.At, ended.Because);
        return review.Provided is { } provided ? clock.Cancelled(provided, NotToBePublished) : clock;
    }

    static IEnumerable<CaseClock> ProgressChecks(Review review, Facts facts) =>
        Chain(review.Anchor, review.Checks.Select(check => check.Entry), Over(review), (day, entry) => facts.Start(ClockIds.ProgressCheck, day, entry))
            .Select(clock => clock with { BelongsTo = review.Name });

    static (Moment At, string Because)? Over(Review review)
    {
        (Moment At, string Because)?[] ends =
        [
            review.Ended,
            review.FirstPublished is { } published ? (published.At, "the review was published") : null,
            review.Provided is { } provided ? (provided, NotToBePublished) : null,
        ];
        return ends.Where(end => end is not null).MinBy(end => end!.Value.At.On);
    }

    /// <summary>Each step meets the clock that runs and starts the next, until the end; what came after the end belongs to none.</summary>
    static IEnumerable<CaseClock> Chain(Entry first, IEnumerable<Entry> steps, (Moment At, string Because)? end, Func<LocalDate, Entry, CaseClock?> start)
    {
        var running = start(first.HappenedOn, first);
        foreach (var step in steps.OrderBy(step => step.HappenedOn).TakeWhile(step => !(step.HappenedOn > end?.At.On)))
        {
            if (running is not null) yield return running.Met(Moment.Of(step));
            running = step.HappenedOn == end?.At.On ? null : start(step.HappenedOn, step);
        }

        if (running is not null) yield return end is { } over ? running.Cancelled(over.At, over.Because) : running;
    }

    static IEnumerable<CaseClock> HoldReviews(Facts facts)
    {
        var reviewed = facts.All<HoldReviewed>().ToLookup(review => review.Fact.Hold, review => review.Entry);
        var lifted = First(facts.ByDay<HoldLifted>(), lift => lift.Hold);
        return facts.All<PublicationHeld>().SelectMany(hold =>
        {
            (Moment, string)? end = lifted(hold.Fact.Hold) is { } day ? (day, "the hold was lifted") : null;
            return Chain(hold.Entry, reviewed[hold.Fact.Hold], end, (from, entry) => facts.Start(ClockIds.HoldReview, from, entry))
                .Select(clock => clock with { BelongsTo = $"hold {hold.Fact.Hold}" });
        });
    }
}
