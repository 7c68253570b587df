namespace Nscp.Reviews.Projections.Tests.History;

public sealed class MaskingProtectedText
{
    public static TheoryData<string> EveryName() => [.. EventCatalogue.Names.Order(StringComparer.Ordinal)];

    [Theory, MemberData(nameof(EveryName))]
    public void Leaves_none_of_it_in_any_facts(string name)
    {
        var fact = EveryFact.OfEveryType.Single(f => EventCatalogue.NameOf(f) == name);
        Masking.Facts(fact, showProtected: false).ToJsonString().ShouldNotContain("SECRET", Shouldly.Case.Sensitive);
    }

    [Fact]
    public void Shows_all_of_it_to_those_who_may_see_it()
    {
        var facts = new ProgressReported("R1", 1, Story.Secret("Leaflet drafted"), Rag.Green);
        Masking.Facts(facts, showProtected: true)["note"]!.GetValue<string>().ShouldBe("Leaflet drafted");
        Masking.Facts(facts, showProtected: false)["note"]!.GetValue<string>().ShouldBe("(protected)");
    }

    [Fact]
    public void Masks_the_reason_too_and_says_that_there_is_one()
    {
        var trail = AuditTrail.Of(Stories.Rn19().History, Story.World);
        var items = HistoryItem.Of(trail, OrganisationRegister.Shipped, HistoryOrder.Recorded, showProtected: false);
        items[27].Reason.ShouldBe("(protected)");
        items[26].Reason.ShouldBeNull();
        items[11].CorrectedBy[0].Reason.ShouldBe("(protected)");
    }
}
