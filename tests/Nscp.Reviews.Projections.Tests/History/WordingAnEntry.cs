namespace Nscp.Reviews.Projections.Tests.History;

public sealed class WordingAnEntry
{
    public static TheoryData<string> EveryName() => [.. EventCatalogue.Names.Order(StringComparer.Ordinal)];

    [Theory, MemberData(nameof(EveryName))]
    public void Gives_one_plain_sentence_without_protected_text_codes_or_code_names(string name)
    {
        var fact = EveryFact.OfEveryType.Single(f => EventCatalogue.NameOf(f) == name);
        var sentence = Word(fact);
        sentence.ShouldEndWith(".");
        char.IsUpper(sentence[0]).ShouldBeTrue(sentence);
        sentence.ShouldNotContain("SECRET", Shouldly.Case.Sensitive);
        sentence.ShouldNotContain("NCC");
        sentence.ShouldNotContain("_");
        sentence.ShouldNotContain(fact.GetType().Name, Shouldly.Case.Sensitive);
    }

    [Theory, MemberData(nameof(EveryName))]
    public void Has_a_wording_for_every_choice_of_every_field(string name)
    {
        var fact = EveryFact.OfEveryType.Single(f => EventCatalogue.NameOf(f) == name);
        foreach (var property in fact.GetType().GetProperties().Where(p => (Nullable.GetUnderlyingType(p.PropertyType) ?? p.PropertyType).IsEnum))
            foreach (var value in Enum.GetNames(Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType))
            {
                var word = System.Text.Json.JsonNamingPolicy.KebabCaseLower.ConvertName(value);
                Word(EventCatalogue.With(fact, char.ToLowerInvariant(property.Name[0]) + property.Name[1..], $"\"{word}\"")).ShouldNotBeEmpty();
            }
    }

    [Fact]
    public void Words_two_different_facts_differently()
    {
        var sentences = EveryFact.OfEveryType.Select(f => Word(f)).ToList();
        sentences.Distinct().Count().ShouldBe(sentences.Count);
    }

    [Fact]
    public void Names_what_was_corrected_and_both_readings()
    {
        var story = Stories.Incident("24-1", "2024-05-01").On("2024-05-02", new PanelReferralSent(null)).Correct<PanelReferralSent>("2024-05-07", "happenedOn", "\"2024-05-02\"", "\"2024-05-03\"");
        Sentence(story).ShouldBe(
            "A correction to entry 2 (“The serious incident notification was sent to the Panel”): the date on which it happened is 3 May 2024, not 2 May 2024 (found by the Development Manager).");
        story.Strike<RecordedWrongly>("2024-05-08");
        Sentence(story).ShouldBe("A correction to entry 3, itself a correction: it was recorded in error, because it never happened (found by the Development Manager).");
    }

    [Fact]
    public void Names_organisations_in_a_correction_and_keeps_protected_text_out_of_it()
    {
        var story = Stories.Incident("24-1", "2024-05-01").On("2024-05-02", new PartnerInformed(Story.Org("NCC")));
        Sentence(story.Correct<PartnerInformed>("2024-05-07", "partner", "\"NCC\"", "\"NUH\"")).ShouldContain(
            ": its “partner” is Nottingham University Hospitals NHS Trust, not Nottinghamshire County Council (");
        Sentence(story.Correct<PartnerInformed>("2024-05-07", "by", """{"organisation":"NSCP","howKnown":"minutes"}""", """{"organisation":"PANEL","howKnown":"email"}""")).ShouldContain(": who acted is ");
        var guarded = new FieldValue.Guarded(new ProtectedText("\"SECRET\""));
        Sentence(story.On("2024-05-08", new RecordedWrongly(story.Entries[0].Envelope.Id, "circumstances", guarded, guarded, new("us")))).ShouldEndWith(
            ": its “circumstances” was recorded wrongly, and has been set right (found by us).");
    }

    [Fact]
    public void Says_who_answered_for_a_recommendation_by_name() =>
        Sentence(new Story().On("2024-05-01", Stories.Recommends("R1", "Do it.", askedOf: "NUH"), new RecommendationAccepted("R1")))
            .ShouldBe("Nottingham University Hospitals NHS Trust accepted recommendation R1.");

    static string Sentence(Story story) => new Wording(OrganisationRegister.Shipped, story.Entries).Of(story.Last);

    static string Word(CaseEvent fact) => Sentence(new Story().On("2024-05-01", fact));
}
