using System.Text.Json;

namespace Nscp.Reviews.Projections.Tests.History;

public sealed class MaskingProtectedText
{
    public static TheoryData<string> EveryName() => [.. EventCatalogue.Names.Order(StringComparer.Ordinal)];

    [Theory, MemberData(nameof(EveryName))]
    public void Leaves_none_of_it_in_any_facts(string name)
    {
        var fact = EveryFact.OfEveryType.Single(f => EventCatalogue.NameOf(f) == name);
        new ShownFacts(fact, showProtected: false).ToJson().ShouldNotContain("SECRET", Shouldly.Case.Sensitive);
    }

    [Fact]
    public void Shows_all_of_it_to_those_who_may_see_it()
    {
        var facts = new ProgressReported("R1", 1, Story.Secret("Leaflet drafted"), Rag.Green);
        Note(showProtected: true).ShouldBe("Leaflet drafted");
        Note(showProtected: false).ShouldBe("(protected)");

        string? Note(bool showProtected)
        {
            var shown = new ShownFacts(facts, showProtected);
            // Alone, and within an answer.
            var (alone, within) = (JsonElement.Parse(shown.ToJson()), JsonSerializer.SerializeToElement(new { shown }).GetProperty("shown"));
            within.ToString().ShouldBe(alone.ToString());
            return alone.GetProperty("note").GetString();
        }
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
