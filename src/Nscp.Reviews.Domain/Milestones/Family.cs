using static Nscp.Reviews.Domain.Events.CaseEvent;

namespace Nscp.Reviews.Domain.Milestones;

/// <summary>The family's part in a review: told of it, asked for their views, and told the findings at the end.</summary>
public static class Family
{
    public enum Step { Told, ViewsGathered, Declined, NotApproached }

    /// <param name="Text">The views that were gathered, why the family was not approached, or a note.</param>
    public sealed record Contact(Step Step, FamilyContactAbout About, ProtectedText? Text = null, ShortText? OnAdviceOf = null);

    public static Milestone<Contact> Contacted { get; } = new Milestone<Contact>("family-contact", "Record contact with the family, or why there was none")
        .Only(CaseKind.Incident, CaseKind.SeriousCaseReview, CaseKind.LocalLearning)
        .AlsoOnClosedCases()
        .Impossible("text-missing", a => a.Command is { Step: Step.ViewsGathered or Step.NotApproached, Text: null }
            ? "Views gathered are recorded in the family's words; not approaching them is recorded with why." : null, "Give text.")
        .Impossible("advice-missing", a => a.Command.Step == Step.NotApproached == a.Command.OnAdviceOf is not null ? null
            : "Not approaching a family is recorded with who advised it; other contact is not.", "Give onAdviceOf with not-approached only.")
        .RecordsMany(a => Fact(a.Command) is { } fact ? [fact] : [], typeof(FamilyTold), typeof(FamilyViewsGathered), typeof(FamilyDeclined), typeof(FamilyNotApproached));

    /// <summary>Null for what is refused: it must not pass for a repeat of another step that stands.</summary>
    static CaseEvent? Fact(Contact c) => c switch
    {
        { Step: Step.ViewsGathered, Text: { } views } => new FamilyViewsGathered(c.About, views),
        { Step: Step.NotApproached, Text: { } why, OnAdviceOf: { } advice } => new FamilyNotApproached(c.About, why, advice),
        { Step: Step.Declined } => new FamilyDeclined(c.About, c.Text),
        { Step: Step.Told } => new FamilyTold(c.About, c.Text),
        _ => null,
    };
}
