using static Nscp.Reviews.Domain.Events.CaseEvent;

namespace Nscp.Reviews.Domain.Clocks;

public static partial class CaseClocks
{
    /// <summary>
    /// A review that is to be published, with what became of it: the CSPR of one decision, or, where no decision came first
    /// (a serious case review carried over), that of the case itself.
    /// </summary>
    sealed class Review(Entry anchor, DecisionMade? decision)
    {
        public Entry Anchor => anchor;
        public DecisionMade? Decision => decision;
        public string? Name => decision is null ? null : $"decision {decision.Decision}";
        public List<Told<ProgressChecked>> Checks { get; } = [];
        public List<Told<PrePublicationCopySent>> Copies { get; } = [];
        public List<Told<TakenDown>> TakenDown { get; } = [];
        public Told<PublicationPlanned>? Plan { get; set; }
        public Told<Published>? FirstPublished { get; set; }
        public Moment? Discontinued { get; set; }
        public (Moment At, string Because)? Ended { get; private set; }

        /// <summary>It will not be published any more: what was decided has been replaced, discontinued, or taken over.</summary>
        public void End(Moment at, string because)
        {
            if (Ended is null || at.On < Ended.Value.At.On) Ended = (at, because);
        }

        /// <summary>The day on which the report had gone to the Panel and the Secretary of State, where the plan is not to publish.</summary>
        public Moment? Provided => Plan?.Fact.Form == PublicationForm.NotPublished ? Copied(PublicationForm.NotPublished, Statutory) : null;

        /// <summary>The day on which the last of them was sent all that the form asks for. Reg 16(2): improvements go with the report.</summary>
        public Moment? Copied(PublicationForm form, IReadOnlyList<NationalBody> recipients)
        {
            Moment? last = null;
            foreach (var body in recipients)
            {
                var report = First(c => c.Recipient == body && c.ReportIncluded);
                var improvements = form == PublicationForm.ImprovementsOnly ? First(c => c.Recipient == body && c.ImprovementsIncluded) : report;
                if (report is null || improvements is null) return null;
                var complete = Moment.Both(report.Value, improvements.Value);
                last = last is { } before ? Moment.Both(before, complete) : complete;
            }

            return last;
        }

        Moment? First(Func<PrePublicationCopySent, bool> which) =>
            Copies.Where(copy => which(copy.Fact)).OrderBy(copy => copy.On).Select(copy => (Moment?)copy.At).FirstOrDefault();
    }

    /// <summary>Facts of publication name no decision: they belong to the review that had last been decided when they were recorded.</summary>
    static List<Review> Reviews(Facts facts)
    {
        if (facts.Entries.Count == 0) return [];
        var reviews = new List<Review> { new(facts.Entries[0], null) };
        foreach (var entry in facts.Entries)
        {
            var current = reviews[^1];
            switch (entry.Fact)
            {
                case DecisionMade { Outcome: Outcome.Cspr } e: reviews.Add(new(entry, e)); break;
                case DecisionReplaced e: Decided(e.Decision)?.End(Moment.Of(entry), $"decision {e.Decision} was replaced by decision {e.ReplacedBy}"); break;
                // Commissioned again by the same decision: the CSPR goes on, and so does its period, which nothing pauses.
                case CsprCommissioned e when Decided(e.Decision) is { } again: again.Discontinued = null; break;
                case CsprDiscontinued: current.Discontinued = Moment.Of(entry); break;
                case ProgressChecked e: current.Checks.Add(new(entry, e)); break;
                case PublicationPlanned e when !(current.Plan?.On > entry.HappenedOn): current.Plan = new(entry, e); break;
                case PrePublicationCopySent e: current.Copies.Add(new(entry, e)); break;
                case Published e when !(current.FirstPublished?.On <= entry.HappenedOn): current.FirstPublished = new(entry, e); break;
                case TakenDown e: current.TakenDown.Add(new(entry, e)); break;
            }
        }

        foreach (var review in reviews) EndIfNoLongerOurs(review, facts.Last<PanelResponded>());
        return reviews;

        Review? Decided(int decision) => reviews.FindLast(review => review.Decision?.Decision == decision);
    }

    /// <summary>Only the Panel's last word counts: it may choose a national review, and find a local one more appropriate after all.</summary>
    static void EndIfNoLongerOurs(Review review, Told<PanelResponded>? last)
    {
        if (review.Discontinued is { } discontinued) review.End(discontinued, "the CSPR was discontinued");
        if (last is { Fact.View: PanelView.NationalReview } national && review.Decision is not null && national.On >= review.Anchor.HappenedOn)
            review.End(national.At, "the Panel chose a national review");
    }
}
