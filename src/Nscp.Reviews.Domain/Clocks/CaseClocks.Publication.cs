using static Nscp.Reviews.Domain.Events.CaseEvent;

namespace Nscp.Reviews.Domain.Clocks;

/// <summary>The copies before publication and the year after it: SI 2018/789 regs 16 and 17.</summary>
public static partial class CaseClocks
{
    static readonly NationalBody[] Statutory = [NationalBody.Panel, NationalBody.SecretaryOfState];
    static readonly NationalBody[] AndOfsted = [NationalBody.Panel, NationalBody.SecretaryOfState, NationalBody.Ofsted];

    static IEnumerable<CaseClock> Publication(IEnumerable<Review> reviews, Facts facts) => reviews
        .SelectMany(review => new[]
        {
            Copy(ClockIds.PrePublicationCopy, Statutory, review, facts),
            Copy(ClockIds.PrePublicationCopyGuidance, AndOfsted, review, facts),
            KeptAvailable(review, facts),
        })
        .OfType<CaseClock>();

    /// <summary>
    /// Counted back from the newest plan, and from the day of publication once there is one: a plan that moves moves the clock. Where
    /// the plan is not to publish, the report is still provided, and the plan's day is the one to provide it before.
    /// </summary>
    static CaseClock? Copy(string clock, NationalBody[] recipients, Review review, Facts facts)
    {
        if (review.FirstPublished is { } published && (review.Plan is not null || facts.Last<IncidentReported>() is not null))
            return Judge(Start(published.On, published.Entry), review.Copied(published.Fact.Form, recipients), published.At);
        if (review.Plan is not { } plan) return null;
        var planned = Start(plan.Fact.On, plan.Entry)?.Met(review.Copied(plan.Fact.Form, recipients));
        return review.Ended is { } ended ? planned?.Cancelled(ended.At, ended.Because) : planned;

        CaseClock? Start(LocalDate day, Entry by) =>
            facts.Start(clock, day, by) is { } started ? started.AnchoredTo(review.Anchor) with { BelongsTo = review.Name } : null;
    }

    static CaseClock? Judge(CaseClock? clock, Moment? copied, Moment published)
    {
        if (copied?.On <= published.On) return clock?.Met(copied);
        var because = copied is { } late ? $"it was published without every copy; the last went on {Say.Date(late.On)}" : "it was published without every copy";
        return clock?.Missed(published, because);
    }

    /// <summary>A floor: a reading finds it met once its day has passed.</summary>
    static CaseClock? KeptAvailable(Review review, Facts facts)
    {
        if (review.FirstPublished is not { } published || facts.Start(ClockIds.KeptAvailable, published.On, published.Entry) is not { } started) return null;
        var clock = started.AnchoredTo(review.Anchor) with { BelongsTo = review.Name };
        if (review.TakenDown.Where(down => down.On >= published.On).OrderBy(down => down.On).FirstOrDefault() is not { Entry: not null } takenDown) return clock;
        // A year, which no bank holiday moves: it does not matter which calendar is asked.
        var lasted = Count(clock.Id, clock, facts.World).Due?.Date;
        return lasted <= takenDown.On ? clock.Met(takenDown.At with { On = lasted.Value }) : clock.Missed(takenDown.At, $"it was taken down ({Say.Word(takenDown.Fact.Because)})");
    }
}
