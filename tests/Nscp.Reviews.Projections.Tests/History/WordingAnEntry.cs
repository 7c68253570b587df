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
            "A correction to entry 2 (“The serious incident notification was sent to the Panel”): the date on which it happened should read 3 May 2024, not 2 May 2024; found by the Development Manager.");
        story.Strike<RecordedWrongly>("2024-05-08");
        Sentence(story).ShouldBe("A correction to entry 3, itself a correction: it was recorded in error, because it never happened; found by the Development Manager.");
    }

    [Fact]
    public void Names_organisations_in_a_correction_and_keeps_protected_text_out_of_it()
    {
        var story = Stories.Incident("24-1", "2024-05-01").On("2024-05-02", new PartnerInformed(Story.Org("NCC")));
        Sentence(story.Correct<PartnerInformed>("2024-05-07", "partner", "\"NCC\"", "\"NUH\"")).ShouldContain(
            ": the partner should read Nottingham University Hospitals NHS Trust, not Nottinghamshire County Council;");
        Sentence(story.Correct<PartnerInformed>("2024-05-07", "by", """{"organisation":"NSCP","howKnown":"minutes"}""", """{"organisation":"PANEL","howKnown":"e-mail"}""")).ShouldContain(": who acted should read the Child Safeguarding Practice Review Panel, not the Nottinghamshire Safeguarding Children Partnership;");
        var guarded = new FieldValue.Guarded(new ProtectedText("\"SECRET\""));
        Sentence(story.On("2024-05-08", new RecordedWrongly(story.Entries[0].Envelope.Id, "circumstances", guarded, guarded, new("us")))).ShouldEndWith(
            ": the circumstances had to be set right; found by us.");
    }

    [Fact]
    public void Says_who_answered_for_a_recommendation_by_name() =>
        Sentence(new Story().On("2024-05-01", Stories.Recommends("R1", "Do it.", askedOf: "NUH"), new RecommendationAccepted("R1")))
            .ShouldBe("Nottingham University Hospitals NHS Trust accepted recommendation R1.");

    [Fact]
    public void Says_what_an_action_is_by_its_steps_or_else_by_what_the_recommendation_asks()
    {
        var story = new Story().On("2024-05-01", Stories.Recommends("R1", "Improve how eating disorders in adolescence are recognised by those who see a child every day."),
            Stories.Assigned("R1", 1, "NCC-PH", "2024-09-30"), Stories.Assigned("R1", 2, "NUH", "2024-09-30") with { Steps = null });
        Sentence(story).ShouldBe("Action 2 of R1, “Improve how eating disorders in adolescence are recognised by those…”, was assigned to Nottingham University Hospitals NHS Trust (Head of service), due on 30 September 2024.");
        Sentence(story.Tell("2024-06-03", new ProgressReported("R1", 1, Story.Secret("Drafted"), Rag.Green), by: "NCC-PH"))
            .ShouldBe("Nottinghamshire County Council (public health) reported progress on action 1 of R1, “Write the procedure”: green.");
        Sentence(story.On("2024-06-04", new ActionRescheduled("R1", 1, Story.Day("2024-12-31"), Story.Secret("Late"), new("Director"))))
            .ShouldBe("Action 1 of R1, “Write the procedure”, was rescheduled to 31 December 2024, as approved by Director.");
    }

    [Fact]
    public void Says_how_each_step_of_a_plan_changed_and_what_a_correction_of_it_brings()
    {
        PlannedStep meeting = new(new("meeting"), Story.Day("2024-03-18")), signOff = new(new("sign-off"), LeftOut: true), returns = new(new("returns-in"));
        var story = Stories.Incident("24-1", "2024-03-04").On("2024-03-07", new RapidReviewPlanned([meeting, signOff, returns]));
        Sentence(story).ShouldBe("The plan for the rapid review was changed: “meeting” on 18 March 2024, “sign-off” left out and “returns-in” as proposed.");
        Sentence(story.Correct<RapidReviewPlanned>("2024-03-08", "steps", """[{"step":"meeting","on":"2024-03-18"}]""", """[{"step":"meeting","on":"2024-03-19"}]""")).ShouldContain(
            ": the steps should include “meeting” on 19 March 2024, and not “meeting” on 18 March 2024; found by the Development Manager.");
    }

    [Fact]
    public void Says_until_when_a_hold_is_expected_where_that_is_known()
    {
        Word(new PublicationHeld(1, HoldKind.Inquest, Story.Secret("The coroner asked"), null, null, null)).ShouldBe("Publication was held because of an inquest (hold 1).");
        var story = new Story().On("2024-05-01", new PublicationHeld(1, HoldKind.Inquest, Story.Secret("The coroner asked"), Story.Day("2024-09-30"), null, null));
        Sentence(story).ShouldBe("Publication was held because of an inquest, expected to end on 30 September 2024 (hold 1).");
        Sentence(story.On("2024-08-01", new HoldReviewed(1, null, Story.Day("2024-12-20")))).ShouldBe("Hold 1, because of an inquest, was reviewed; it is expected to end on 20 December 2024.");
        Sentence(story.On("2024-08-01", new HoldReviewed(1, null, null))).ShouldBe("Hold 1, because of an inquest, was reviewed.");
    }

    [Fact]
    public void Says_who_advised_who_challenged_and_who_answered()
    {
        var story = new Story().Tell("2024-05-01", new ScrutinyAdviceRecorded(ScrutinyStage.Decision, Story.Secret("Look")), role: "Independent Scrutineer");
        Sentence(story).ShouldBe("The Independent Scrutineer gave advice on the decision.");
        Sentence(story.Tell("2024-05-02", new ScrutinyChallengeMade(1, ScrutinyStage.Cspr, Story.Secret("Why")), role: "Independent Scrutineer")).ShouldBe("The Independent Scrutineer made challenge 1, on the CSPR.");
        Sentence(story.Tell("2024-05-03", new ScrutinyAnswered(1, Story.Secret("So")), by: "NOTTS-POLICE", role: "Detective superintendent")).ShouldBe("The Detective superintendent of Nottinghamshire Police answered challenge 1, on the CSPR.");
    }

    [Theory]
    [InlineData("SCHOOL", "Information was asked of schools and colleges, to be returned within 7 working days (request 1).")]
    [InlineData("YJS", "Information was asked of the Youth Justice Service, to be returned within 7 working days (request 1).")]
    [InlineData("NCC-ELS", "Information was asked of Nottinghamshire County Council (education, learning and skills), to be returned within 7 working days (request 1).")]
    public void Names_one_and_many_rightly(string agency, string sentence) => Word(new AgencyInformationRequested(1, Story.Org(agency), 7)).ShouldBe(sentence);

    [Fact]
    public void Names_services_of_one_council_together_and_health_bodies_shortly_in_a_list() =>
        Word(Met("NCC-CSC", "NOTTS-POLICE", "NCC-ELS", "NN-CCG", "NUH", "NHCFT", "GP")).ShouldBe(
            "A rapid review meeting was held, attended by Nottinghamshire County Council (children's social care; education, learning and skills), Nottinghamshire Police, "
            + "Nottingham and Nottinghamshire CCG, Nottingham University Hospitals, Nottinghamshire Healthcare and general practice.");

    [Fact]
    public void Drops_nobody_when_a_council_attends_beside_its_own_service() =>
        Word(Met("NCC", "NCC-PH")).ShouldBe("A rapid review meeting was held, attended by Nottinghamshire County Council (the council itself; public health).");

    [Fact]
    public void Says_what_came_into_a_list_and_what_went_out_of_it()
    {
        var story = new Story().On("2024-05-01", Met("NCC-CSC", "NUH"));
        var (said, right) = ("""[{"organisation":"NCC-CSC","role":"Head"},{"organisation":"NUH","role":"Head"}]""", """[{"organisation":"NCC-CSC","role":"Head"},{"organisation":"NN-CCG","role":"Nurse"}]""");
        Sentence(story.Correct<RapidReviewHeld>("2024-05-07", "attendance", said, right)).ShouldBe(
            "A correction to entry 1 (“A rapid review meeting was held, attended by Nottinghamshire County…”): the attendance should include "
            + "NHS Nottingham and Nottinghamshire CCG (Nurse), and not Nottingham University Hospitals NHS Trust (Head); found by the Development Manager.");
    }

    [Theory]
    [InlineData("incident", """{"on":"2024-04-30"}""", """{"from":"2024-04-01","to":"2024-04-30"}""", "the date of the incident should read between 1 April 2024 and 30 April 2024, not 30 April 2024;")]
    [InlineData("incident", "null", """{"on":"2024-04-30"}""", "the date of the incident should read 30 April 2024, and had not been given;")]
    [InlineData("suspectedOn", "\"2024-05-01\"", "null", "the day on which abuse or neglect was first suspected should not have been given, and read 1 May 2024;")]
    [InlineData("reference", "\"24-1\"", "\"24-11\"", "the case’s reference should read “24-11”, not “24-1”;")]
    [InlineData("what", "\"death\"", "\"serious-harm\"", "what happened should read serious harm, not death;")]
    public void Says_what_a_correction_of_one_field_changes(string field, string said, string right, string words) =>
        Sentence(Stories.Incident("24-1", "2024-05-01").Correct<IncidentReported>("2024-05-07", field, said, right)).ShouldContain($": {words}");

    [Theory, MemberData(nameof(EveryName))]
    public void Shows_no_JSON_and_no_field_as_it_is_spelt_there_in_any_correction(string name)
    {
        var story = new Story().On("2024-05-01", EveryFact.OfEveryType.Single(f => EventCatalogue.NameOf(f) == name));
        var entry = story.Last;
        foreach (var (field, isProtected) in Corrections.FieldsOf(entry).Where(f => !f.Value))
        {
            var sentence = Sentence(story.Tell("2024-05-02", new RecordedWrongly(entry.Envelope.Id, field, new FieldValue.Open("null"), new FieldValue.Open(Corrections.Said(entry, field)), new("us"))));
            sentence.IndexOfAny(['{', '}', '[', ']', '"', '_']).ShouldBe(-1, sentence);
            if (field.Any(char.IsUpper)) sentence.ShouldNotContain(field, Shouldly.Case.Sensitive);
            isProtected.ShouldBeFalse();
        }
    }

    static RapidReviewHeld Met(params string[] organisations) => new(ListOf.From(organisations.Select(o => new Attendance(Story.Org(o), new("Head")))));

    static string Sentence(Story story) => new Wording(OrganisationRegister.Shipped, story.Entries).Of(story.Last);

    static string Word(CaseEvent fact) => Sentence(new Story().On("2024-05-01", fact));
}
