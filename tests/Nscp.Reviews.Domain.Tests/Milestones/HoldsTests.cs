using Nscp.Reviews.Domain.Events;
using Nscp.Reviews.Domain.Milestones;
using static Nscp.Reviews.Domain.Events.CaseEvent;
using static Nscp.Reviews.Domain.Tests.Milestones.Stories;

namespace Nscp.Reviews.Domain.Tests.Milestones;

public class HoldingAPublication
{
    static readonly Holds.Place Inquest = new(HoldKind.Inquest, Guarded("The inquest is open."));

    [Fact]
    public void Again_on_the_day_of_lifting_is_a_new_hold()
    {
        var lifted = AHoldPlacedOnTuesday3September2024().And(Tuesday3September2024, new HoldLifted(1));
        var again = lifted.When(Holds.Placed, Inquest, Tuesday3September2024).Then(new PublicationHeld(2, HoldKind.Inquest, Guarded("The inquest is open."), null, null, null));
        again.State.OpenHolds.ShouldHaveSingleItem().Number.ShouldBe(2);
        again.When(Holds.Placed, Inquest, Tuesday3September2024).ThenNothingNew();
    }

    [Fact]
    public void Of_the_same_kind_on_one_day_for_another_reason_is_another_hold() =>
        AHoldPlacedOnTuesday3September2024().When(Holds.Placed, Inquest with { Why = Guarded("A second inquest.") }, Tuesday3September2024).AfterIt().State.OpenHolds.Count().ShouldBe(2);

    [Fact]
    public void Is_refused_with_impossible_dates()
    {
        CopiesSentOnTuesday3September2024().When(Holds.Placed, Inquest with { ExpectedEnd = Monday2September2024 }, Tuesday3September2024).ThenImpossible("hold-ends-before-it-starts");
        CopiesSentOnTuesday3September2024().When(Holds.Placed, Inquest with { PanelToldOn = new(2026, 6, 2) }, Tuesday3September2024).ThenImpossible("told-in-the-future");
        AHoldPlacedOnTuesday3September2024().When(Holds.Reviewed, new(ExpectedEnd: Monday2September2024), Tuesday1October2024).ThenImpossible("hold-ends-before-it-starts");
    }

    [Fact]
    public void Is_lifted_by_number_where_several_are_open()
    {
        var two = AHoldPlacedOnTuesday3September2024().And(Tuesday3September2024, new PublicationHeld(2, HoldKind.Prosecution, Guarded("A trial."), null, null, null));
        two.When(Holds.Lifted, new(), Tuesday1October2024).ThenImpossible("which-hold").Sentence.ShouldBe("Several holds are open: 1 and 2.");
        two.When(Holds.Lifted, new(3), Tuesday1October2024).ThenImpossible("unknown-hold");
        two.When(Holds.Reviewed, new(2), Tuesday1October2024).Then(new HoldReviewed(2, null, null));
        two.When(Holds.Lifted, new(2), Monday2September2024).ThenImpossible("before-the-hold");
        two.When(Holds.Lifted, new(2), Tuesday1October2024).Then(new HoldLifted(2)).When(Holds.Lifted, new(), Monday7October2024).Then(new HoldLifted(1));
        CopiesSentOnTuesday3September2024().When(Holds.Lifted, new(), Tuesday1October2024).ThenImpossible("no-open-hold");
        CopiesSentOnTuesday3September2024().When(Holds.Reviewed, new(), Tuesday1October2024).ThenImpossible("no-open-hold");
    }
}
