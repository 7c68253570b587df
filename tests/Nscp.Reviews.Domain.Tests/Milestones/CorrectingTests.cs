using Nscp.Reviews.Domain.Events;
using Nscp.Reviews.Domain.Milestones;
using Nscp.Reviews.Domain.Words;
using static Nscp.Reviews.Domain.Events.CaseEvent;
using static Nscp.Reviews.Domain.Tests.Milestones.Stories;

namespace Nscp.Reviews.Domain.Tests.Milestones;

public class SettingAFieldRight
{
    static Attempted Set<T>(Given given, string field, string json, int which = 0) where T : CaseEvent =>
        given.When(Correcting.Corrected, Examples.Wrong(given.IdOf<T>(which), field, json), Monday7October2024, reason: "Misread.");

    static RecordedWrongly Recorded(Attempted attempt) => attempt.Answer.ShouldBeOfType<Answer.Recorded>().Facts.ShouldHaveSingleItem().ShouldBeOfType<RecordedWrongly>();

    /// <summary>Stored events leave out what has no value; that must not stop another field from being set right.</summary>
    [Fact]
    public void Moves_a_date_and_what_rests_on_it() =>
        Set<IncidentReported>(AnIncidentReportedOnMonday4March2024(), "awareOn", "\"2024-03-01\"").AfterIt().State.BeganOn.ShouldBe(new(2024, 3, 1));

    [Fact]
    public void Changes_a_date_of_awareness_into_an_instant_in_two_steps()
    {
        var given = AnIncidentReportedOnMonday4March2024();
        Set<IncidentReported>(given, "awareOn", "null").ThenImpossible("value-does-not-fit").Sentence.ShouldContain("awareAt");
        var both = Set<IncidentReported>(given, "awareAt", "\"2024-03-03T10:00:00Z\"").AfterIt();
        var instant = Set<IncidentReported>(both, "awareOn", "null").AfterIt();
        instant.State.Incident!.AwareOn.ShouldBeNull();
        instant.State.Incident!.Aware.ShouldBe(new(2024, 3, 3));
    }

    [Fact]
    public void Clears_a_value_with_null() => Set<PanelReferralSent>(ASinSentOnTuesday5March2024(), "panelReference", "null").AfterIt().History.Corrected[1].Fact.ShouldBe(new PanelReferralSent(null));

    public static TheoryData<string> EveryOpening() => ["incident", "contribution", "local-learning", "serious-case-review"];

    [Theory, MemberData(nameof(EveryOpening))]
    public void Changes_the_reference_by_which_a_case_is_known(string kind)
    {
        CaseEvent opening = kind switch
        {
            "incident" => AnIncidentReportedOnMonday4March2024().History.AsRecorded[0].Fact,
            "contribution" => new ContributionCaseOpened(Reference, Org("DERBYSHIRE-SCP"), null, null),
            "local-learning" => new LocalLearningOpened(Reference, Short("Language matters"), null),
            _ => new SeriousCaseReviewCarriedOver(Reference, Short("An earlier review"), null, null),
        };
        var given = Given.NoCase.And(Monday4March2024, opening);
        Set<CaseEvent>(given, "reference", "\"24-9a\"").AfterIt().State.Reference.ShouldBe(CaseReference.Parse("24-9A"));
        Set<CaseEvent>(given, "reference", $"\"{Reference}\"").ThenNothingNew();
        Set<CaseEvent>(given, "reference", "null").ThenImpossible("value-does-not-fit");
        Set<CaseEvent>(given, "reference", "\"Josef Kowalski\"").ThenImpossible("value-does-not-fit").Sentence.ShouldNotContain("Josef");
    }

    [Fact]
    public void Changes_the_reference_of_the_CSPR_and_clears_it()
    {
        var given = AnIncidentReportedOnMonday4March2024().And(Monday18March2024, new CsprCommissioned(1, CaseReference.Parse("RN19"), null));
        Set<CsprCommissioned>(given, "csprReference", "\"RN24\"").AfterIt().State.CsprReference.ShouldBe(CaseReference.Parse("RN24"));
        Set<CsprCommissioned>(given, "csprReference", "null").AfterIt().State.CsprReference.ShouldBeNull();
    }

    [Fact]
    public void Changes_a_list() => Set<RapidReviewHeld>(AMeetingHeldOnMonday18March2024(), "attendance", """[{"organisation":"NCC","role":"Director"}]""").AfterIt().State.Meetings[0].Attended.ShouldBe(Orgs("NCC"));

    [Fact]
    public void Changes_the_day_on_which_it_happened_and_never_to_a_day_after_it_was_known()
    {
        var later = Set<PanelReferralSent>(ASinSentOnTuesday5March2024(), "happenedOn", "\"2024-03-06\"").AfterIt();
        later.State.SinSentOn.ShouldBe(Wednesday6March2024);
        later.History.Corrected[1].Envelope.KnownOn.ShouldBe(Wednesday6March2024);
        Set<PanelReferralSent>(ASinSentOnTuesday5March2024(), "knownOn", "\"2024-03-04\"").ThenImpossible("value-does-not-fit");
    }

    [Fact]
    public void Is_refused_for_a_day_before_the_case_began_unless_it_is_the_opening_that_moves()
    {
        Set<PanelReferralSent>(ASinSentOnTuesday5March2024(), "happenedOn", "\"2024-03-01\"").ThenImpossible("value-does-not-fit").Sentence
            .ShouldBe("The case begins on 4 March 2024, and nothing of it can have happened before.");
        Set<LocalLearningOpened>(LocalLearningOpenedOnMonday4March2024(), "happenedOn", "\"2024-03-01\"").AfterIt().State.BeganOn.ShouldBe(new(2024, 3, 1));
        var earlier = Set<IncidentReported>(ASinSentOnTuesday5March2024(), "awareOn", "\"2024-03-01\"").AfterIt();
        Set<PanelReferralSent>(earlier, "happenedOn", "\"2024-03-01\"").AfterIt().State.SinSentOn.ShouldBe(new(2024, 3, 1));
    }

    [Fact]
    public void Changes_who_acted() => Set<ActionClaimedComplete>(AnActionClaimedOnMonday3June2024(), "by", """{"organisation":"NUH","howKnown":"minutes"}""").AfterIt()
        .State.Recommendations[0].Actions[0].ClaimedBy.ShouldBe(new Actor(Org("NUH"), null, HowKnown.Minutes));

    [Theory]
    [InlineData("circumstances", "\"Other narrative.\"", true)]
    [InlineData("namesToGuard", "[\"Other Name\"]", true)]
    [InlineData("place", "\"Newark\"", false)]
    public void Guards_both_sides_of_protected_text(string field, string json, bool isGuarded)
    {
        var fact = Recorded(Set<IncidentReported>(AnIncidentReportedOnMonday4March2024(), field, json));
        (fact.Said is FieldValue.Guarded).ShouldBe(isGuarded);
        (fact.Right is FieldValue.Guarded).ShouldBe(isGuarded);
        fact.Right.Json.ShouldBe(json);
    }

    [Theory]
    [InlineData("awareOn", "\"4 March\"", "awareOn must be a date, written YYYY-MM-DD.")]
    [InlineData("awareOn", "5", "awareOn must be text.")]
    [InlineData("what", "\"injury\"", "The value does not have the form of what.")]
    [InlineData("children", "[]", "A case concerns at least one child.")]
    [InlineData("children", "null", "children must be a list.")]
    [InlineData("children", "[{\"label\":\"Josef Kowalski\",\"outcome\":\"died\"}]", "children must be a label such as \"Child R\", never a name.")]
    [InlineData("circumstances", "\"\\u0000\"", "circumstances must not contain control characters.")]
    [InlineData("district", "\"atlantis\"", "It names a district that is not of this partnership.")]
    [InlineData("by", "{\"organisation\":\"NO-SUCH\"}", "It names an organisation that is not in the register.")]
    [InlineData("by", "null", "by must not be empty.")]
    [InlineData("happenedOn", "\"2026-06-02\"", "A fact cannot be set right to a day in the future.")]
    [InlineData("awareOn", "\"2026-06-02\"", "A fact cannot be set right to a day in the future.")]
    [InlineData("awareAt", "\"2026-06-01T08:01:00Z\"", "A fact cannot be set right to a day in the future.")]
    [InlineData("suspectedOn", "\"2026-06-02\"", "A fact cannot be set right to a day in the future.")]
    [InlineData("knownOn", "\"2026-06-02\"", "A fact cannot be set right to a day in the future.")]
    [InlineData("incident", "{\"on\":\"2024-03-08\"}", "The incident would be later than the day on which the local authority became aware of it.")]
    public void Is_refused_in_a_plain_sentence_that_never_repeats_the_value(string field, string json, string sentence) =>
        Set<IncidentReported>(AnIncidentReportedOnMonday4March2024(), field, json).ThenImpossible("value-does-not-fit").Sentence.ShouldBe(sentence);

    [Fact]
    public void Is_refused_for_an_organisation_within_a_list_that_nobody_knows() =>
        Set<RapidReviewHeld>(AMeetingHeldOnMonday18March2024(), "attendance", """[{"organisation":"NO-SUCH","role":"Director"}]""").ThenImpossible("value-does-not-fit")
            .Sentence.ShouldBe("It names an organisation that is not in the register.");

    /// <summary>A correction that was right when it was recorded may have been made unfit by a later one.</summary>
    [Fact]
    public void Changes_nothing_where_it_contradicts_the_fact() => AnIncidentReportedOnMonday4March2024()
        .And(Tuesday5March2024, new RecordedWrongly(AnIncidentReportedOnMonday4March2024().IdOf<IncidentReported>(), "children", new FieldValue.Open("[]"), new FieldValue.Open("[]"), Short("DM")))
        .State.Incident!.Children.Count.ShouldBe(1);

    [Fact]
    public void Is_refused_for_a_field_that_is_not_there_or_by_which_a_fact_is_known()
    {
        Set<IncidentReported>(AnIncidentReportedOnMonday4March2024(), "aware", "\"2024-03-01\"").ThenImpossible("unknown-field");
        Set<IncidentReported>(AnIncidentReportedOnMonday4March2024(), "recorder", "1").ThenImpossible("unknown-field");
        Set<PublicationHeld>(AHoldPlacedOnTuesday3September2024(), "hold", "2").ThenImpossible("field-is-fixed");
        Set<ActionClaimedComplete>(AnActionClaimedOnMonday3June2024(), "action", "2").ThenImpossible("field-is-fixed");
        Set<ActionClaimedComplete>(AnActionClaimedOnMonday3June2024(), "recommendation", "\"R2\"").ThenImpossible("field-is-fixed");
    }

    [Theory]
    [InlineData("awareOn", " \"2024-03-04\" ")]
    [InlineData("circumstances", "\"Taken to hospital with \\u0061 head injury.\"")]
    [InlineData("children", """[{"outcome":"seriously-harmed","ageBand":"under-one","label":"Child R","careLeaver":false}]""")]
    [InlineData("place", "null")]
    public void To_what_it_says_already_records_nothing_new(string field, string json) => Set<IncidentReported>(AnIncidentReportedOnMonday4March2024(), field, json).ThenNothingNew();

    [Fact]
    public void There_and_back_and_there_on_one_day_is_three_facts()
    {
        var there = Set<PanelReferralSent>(ASinSentOnTuesday5March2024(), "panelReference", "\"P-2\"").AfterIt();
        var back = Set<PanelReferralSent>(there, "panelReference", "\"P-100\"").AfterIt();
        Set<PanelReferralSent>(back, "panelReference", "\"P-2\"").AfterIt().History.Corrected[1].Fact.ShouldBe(new PanelReferralSent(Short("P-2")));
    }

    [Fact]
    public void Can_itself_be_set_right_by_the_plain_value()
    {
        var once = Set<IncidentReported>(AnIncidentReportedOnMonday4March2024(), "circumstances", "\"Wrong again.\"").AfterIt();
        var twice = Set<RecordedWrongly>(once, "right", "\"Right at last.\"");
        Recorded(twice).Right.ShouldBe(new FieldValue.Guarded(Guarded("\"Right at last.\"")));
        twice.AfterIt().State.Incident!.Circumstances.ShouldBe(Guarded("Right at last."));
        Set<RecordedWrongly>(once, "right", "5").ThenImpossible("value-does-not-fit");
        Set<RecordedWrongly>(once, "field", "\"place\"").ThenImpossible("field-is-fixed");
        Set<RecordedWrongly>(twice.AfterIt(), "right", "\"Third.\"", which: 1).AfterIt().State.Incident!.Circumstances.ShouldBe(Guarded("Third."));
    }

    [Fact]
    public void Is_never_refused_because_a_later_fact_relied_on_the_mistake() =>
        Set<PanelReferralSent>(RapidReviewSentAndCsprDecided(), "happenedOn", "\"2024-06-03\"").AfterIt().Marked.ShouldBe(["no-panel-referral", "no-panel-referral"]);
}

public class RecordingAnEventInError
{
    static Attempted InError<T>(Given given, int which = 0) where T : CaseEvent => given.When(Correcting.Corrected, Examples.InError(given.IdOf<T>(which)), Monday7October2024, reason: "Another case.");

    [Fact]
    public void Leaves_it_in_the_history_and_out_of_the_state()
    {
        var without = InError<PanelReferralSent>(ASinReceivedOnWednesday6March2024()).AfterIt();
        without.State.SinSentOn.ShouldBeNull();
        without.History.AsRecorded.Count.ShouldBe(6);
        InError<PanelReferralSent>(without).ThenNothingNew();
        without.When(Correcting.Corrected, Examples.InError(without.IdOf<PanelReferralSent>()) with { FoundBy = Short("Another") }, Monday7October2024, reason: "So.").ThenImpossible("already-in-error");
        without.When(Correcting.Corrected, Examples.Wrong(without.IdOf<PanelReferralSent>(), "panelReference", "null"), Monday7October2024, reason: "So.").ThenImpossible("already-in-error");
        without.When(Notification.PanelReferral, new(Short("P-100")), Tuesday5March2024).Then(new PanelReferralSent(Short("P-100")));
    }

    [Fact]
    public void Is_itself_undone_by_recording_it_in_error_and_may_then_be_recorded_again()
    {
        var back = InError<RecordedInError>(InError<PanelReferralSent>(ASinSentOnTuesday5March2024()).AfterIt()).AfterIt();
        back.State.SinSentOn.ShouldBe(Tuesday5March2024);
        InError<PanelReferralSent>(back).AfterIt().State.SinSentOn.ShouldBeNull();
    }

    [Fact]
    public void Takes_back_a_correction() => InError<RecordedWrongly>(ASinSentOnTuesday5March2024()
        .When(Correcting.Corrected, Examples.Wrong(ASinSentOnTuesday5March2024().IdOf<PanelReferralSent>(), "panelReference", "null"), Monday7October2024, reason: "So.").AfterIt())
        .AfterIt().History.Corrected[1].Fact.ShouldBe(new PanelReferralSent(Short("P-100")));

    [Fact]
    public void Says_of_what_kind_the_error_was_and_what_it_should_have_been()
    {
        var given = ASinSentOnTuesday5March2024();
        var command = Examples.InError(given.IdOf<PanelReferralSent>());
        Becomes(command, new(command.Event, ErrorKind.NeverHappened, null, null, command.FoundBy));
        Becomes(command with { InError = ErrorKind.BelongsToAnotherCase, BelongsTo = CaseReference.Parse("RN19") }, new(command.Event, ErrorKind.BelongsToAnotherCase, CaseReference.Parse("RN19"), null, command.FoundBy));
        Becomes(command with { InError = ErrorKind.Duplicate, DuplicateOf = given.IdOf<PartnerInformed>() }, new(command.Event, ErrorKind.Duplicate, null, given.IdOf<PartnerInformed>(), command.FoundBy));

        void Becomes(Correcting.Correct inError, RecordedInError fact) => given.When(Correcting.Corrected, inError, Monday7October2024, reason: "So.").Then(fact);
    }

    [Fact]
    public void Is_refused_for_the_opening_and_for_what_is_unclear()
    {
        var given = ASinSentOnTuesday5March2024();
        InError<IncidentReported>(given).ThenImpossible("opening-cannot-go");
        var command = Examples.InError(given.IdOf<PanelReferralSent>());
        Refused(command with { Event = Guid.Empty }, "unknown-event");
        Refused(command with { Field = "panelReference" }, "correction-unclear");
        Refused(command with { InError = null }, "correction-unclear");
        Refused(command with { InError = null, Field = "panelReference" }, "correction-unclear");
        Refused(command with { InError = ErrorKind.Duplicate }, "error-unclear");
        Refused(command with { InError = ErrorKind.BelongsToAnotherCase }, "error-unclear");
        Refused(command with { BelongsTo = CaseReference.Parse("RN19") }, "error-unclear");
        Refused(command with { InError = ErrorKind.BelongsToAnotherCase, BelongsTo = Reference }, "error-names-itself");
        Refused(command with { InError = ErrorKind.Duplicate, DuplicateOf = command.Event }, "error-names-itself");
        Refused(command with { InError = ErrorKind.Duplicate, DuplicateOf = Guid.Empty }, "error-names-itself");
        given.When(Correcting.Corrected, command, Monday7October2024).ThenImpossible("reason-missing");
        var moved = given.And(Monday7October2024, new DueDateMoved("rapid-review", new(2024, 3, 26), new(2024, 3, 27), 1, 2, new("a day was added")));
        InError<DueDateMoved>(moved).ThenImpossible("only-a-report");
        moved.When(Correcting.Corrected, Examples.Wrong(moved.IdOf<DueDateMoved>(), "why", "\"x\""), Monday7October2024, reason: "So.").ThenImpossible("only-a-report");

        void Refused(Correcting.Correct unclear, string code) => given.When(Correcting.Corrected, unclear, Monday7October2024, reason: "So.").ThenImpossible(code);
    }
}
