using static Nscp.Reviews.Projections.Tests.Story;

namespace Nscp.Reviews.Projections.Tests.Decisions;

/// <summary>One decision of Monday 20 May 2024, with what was found out about it later.</summary>
public class TellingHowADecisionCameAbout
{
    static Story Asked() => Stories.Incident("24-1", "2024-05-01").On("2024-05-02", new PanelReferralSent(null), new SinReceivedByPartners(), new AgencyInformationRequested(1, Org("NUH"), 5));

    static Story Decided(Story story) => story.On("2024-05-20", Met("NCC-CSC", "NOTTS-POLICE", "NN-ICB"), Stories.Decided(1, Outcome.NoFurtherReview));

    static RapidReviewHeld Met(params string[] organisations) => new(ListOf.From(organisations.Select(o => new Attendance(Org(o), new("Head")))));

    static AgencyInformationReturned Returned(bool nil = false) => new(1, Org("NUH"), nil);

    static DecisionHistory Told(Story story, int decision = 1, World? world = null) =>
        DecisionHistory.Of(story.History, decision, world ?? Story.World, Day("2024-09-02"), OrganisationRegister.Shipped, showProtected: true).ShouldNotBeNull();

    static void Agency(Story story, string views, string words)
    {
        var told = Told(story).Agencies.Single();
        $"{told.KnownThen.ByTheDay} {told.RecordSaid.ByTheDay} {told.AsNowUnderstood.ByTheDay}".ShouldBe(views);
        told.Sentence.ShouldBe($"Asked on 2 May 2024, due on 10 May 2024. {words}");
    }

    [Fact]
    public void Is_nothing_where_there_is_no_such_decision() =>
        DecisionHistory.Of(Asked().History, 1, Story.World, Day("2024-09-02"), OrganisationRegister.Shipped, showProtected: true).ShouldBeNull();

    [Fact]
    public void Says_that_information_was_there()
    {
        Agency(Decided(Asked().On("2024-05-09", Returned())), "True True True", "Its information came on 9 May 2024, in time for the decision.");
        Agency(Decided(Asked().On("2024-05-20", Returned(nil: true))), "True True True", "A nil return came on 20 May 2024, in time for the decision.");
    }

    /// <summary>Of what came in parts, the first to come, in whatever order it was recorded.</summary>
    [Fact]
    public void Takes_the_earliest_of_several_returns()
    {
        Agency(Decided(Asked().On("2024-05-09", Returned(nil: true)).On("2024-05-13", Returned())), "True True True", "A nil return came on 9 May 2024, in time for the decision.");
        Agency(Decided(Asked()).On("2024-05-21", Returned()).Tell("2024-05-09", Returned(nil: true), recorded: "2024-05-22"), "True False True", "A nil return came on 9 May 2024 and was known when the decision was made, but was recorded only after it.");
    }

    [Fact]
    public void Says_that_information_known_then_was_recorded_only_later() =>
        Agency(Decided(Asked()).Tell("2024-05-09", Returned(), recorded: "2024-05-21"), "True False True", "Its information came on 9 May 2024 and was known when the decision was made, but was recorded only after it.");

    [Fact]
    public void Says_that_nobody_who_decided_knew_of_information_that_had_come()
    {
        Agency(Decided(Asked()).Tell("2024-05-09", Returned(), known: "2024-05-21"), "False False True", "Its information came on 9 May 2024, but those who decided did not know of it yet.");
        Agency(
            Decided(Asked().On("2024-05-09", Returned())).Correct<AgencyInformationReturned>("2024-05-27", "knownOn", "\"2024-05-09\"", "\"2024-05-21\""), "False True True",
            "The record then said that it had come, on 9 May 2024; as now understood those who decided did not know of it yet.");
    }

    [Fact]
    public void Says_that_information_came_after_the_decision_or_never()
    {
        Agency(Decided(Asked()).On("2024-05-21", Returned()), "False False False", "Its information came on 21 May 2024, after the decision.");
        Agency(Decided(Asked()), "False False False", "Nothing had come by the day of the decision, and nothing has come since.");
        Agency(
            Decided(Asked().On("2024-05-09", Returned())).Correct<AgencyInformationReturned>("2024-05-27", "happenedOn", "\"2024-05-09\"", "\"2024-05-22\""), "False True False",
            "The record then said that it had come; as now understood it came on 22 May 2024, after the decision.");
        Agency(Decided(Asked().On("2024-05-09", Returned())).Strike<AgencyInformationReturned>("2024-05-27"), "True True False", "On the day of the decision it was thought to have come; as now understood it never did.");
        Agency(
            Decided(Asked().On("2024-05-09", Returned())).Tell("2024-05-19", new RecordedInError(Decided(Asked().On("2024-05-09", Returned())).IdOf<AgencyInformationReturned>(), ErrorKind.NeverHappened, null, null, new("us")), recorded: "2024-05-27"),
            "False True False", "The record then said that it had come; as now understood it never did.");
    }

    [Fact]
    public void Judges_the_quorum_by_what_was_known_of_the_attendance_and_as_now_understood()
    {
        var (said, right) = ("""[{"organisation":"NCC-CSC","role":"Head"},{"organisation":"NOTTS-POLICE","role":"Head"},{"organisation":"NN-ICB","role":"Head"}]""", """[{"organisation":"NCC-CSC","role":"Head"},{"organisation":"NN-ICB","role":"Head"}]""");
        var told = Told(Decided(Asked()).Correct<RapidReviewHeld>("2024-06-03", "attendance", said, right));

        (told.Meeting.Differ, told.Meeting.OnTheDay!.Quorate, told.Meeting.AsNowUnderstood!.Quorate).ShouldBe((true, true, false));
        told.Meeting.AsNowUnderstood.Partners.Select(p => $"{p.Partner} {p.Required!.Code} {p.Present}").ShouldBe(["LocalAuthority NCC True", "Police NOTTS-POLICE False", "HealthPartner NN-ICB True"]);
        told.Meeting.OnTheDay.Attended.Select(a => $"{a.Organisation.Code} {a.SpeaksFor}").ShouldBe(["NCC-CSC LocalAuthority", "NOTTS-POLICE Police", "NN-ICB HealthPartner"]);
        told.Irregularities.Select(i => $"{i.Code} {i.StoodThen} {i.StandsNow} {i.Says}").ShouldContain("no-quorum False True Not known to be irregular then; as now understood it is.");
        told.LaterCorrections.Single().Fact.ShouldStartWith("A rapid review meeting was held");
    }

    [Theory]
    [InlineData("2022-06-30", "BASSETLAW-CCG")]
    [InlineData("2022-07-01", "NN-ICB")]
    public void Names_the_health_partner_of_the_day_of_the_meeting(string day, string health) =>
        Told(Stories.Incident("24-1", "2022-06-01").On(day, Met("NCC"), Stories.Decided(1, Outcome.NoFurtherReview))).Meeting.AsNowUnderstood!.Partners
            .Single(p => p.Partner == SafeguardingPartner.HealthPartner).Required!.Code.ToString().ShouldBe(health);

    [Fact]
    public void Takes_the_last_meeting_by_the_day_and_none_where_it_is_found_never_to_have_been_held()
    {
        var story = Asked().On("2024-05-13", Met("NCC")).On("2024-05-20", Met("NOTTS-POLICE"), Stories.Decided(1, Outcome.NoFurtherReview)).On("2024-05-21", Met("NUH"));
        Told(story).Meeting.AsNowUnderstood!.On.ShouldBe(Day("2024-05-20"));
        var struck = Told(Decided(Asked()).Strike<RapidReviewHeld>("2024-06-03")).Meeting;
        (struck.Differ, struck.OnTheDay!.On, struck.AsNowUnderstood).ShouldBe((true, Day("2024-05-20"), null));
    }

    [Fact]
    public void Judges_by_the_right_day_of_a_decision_whose_date_was_corrected()
    {
        var story = Asked().On("2024-05-15", Met("NCC"), Stories.Decided(1, Outcome.NoFurtherReview)).On("2024-05-17", Returned()).Correct<DecisionMade>("2024-06-03", "happenedOn", "\"2024-05-15\"", "\"2024-05-20\"");
        var told = Told(story);
        (told.Day, told.Told.Differ, told.Told.OnTheDay!.On, told.Told.AsNowUnderstood!.On).ShouldBe((Day("2024-05-20"), true, Day("2024-05-15"), Day("2024-05-20")));
        told.Agencies.Single().AsNowUnderstood.ByTheDay.ShouldBeTrue();
        told.LaterCorrections.Single().Of.ShouldBe(told.Recorded.Version);
    }

    [Fact]
    public void Tells_a_decision_that_was_recorded_in_error_and_says_so()
    {
        var told = Told(Decided(Asked()).Strike<DecisionMade>("2024-06-03"));
        (told.Standing.Stands, told.Told.AsNowUnderstood, told.Told.Differ).ShouldBe((false, null, true));
        told.Standing.InError!.Sentence.ShouldEndWith("it was recorded in error, because it never happened; found by the Development Manager.");
        told.LaterCorrections.Single().Field.ShouldBeNull();
    }

    [Fact]
    public void Tells_who_upheld_it_and_for_each_partner_what_is_recorded()
    {
        var made = Stories.Decided(1, Outcome.OtherLocalLearning) with
        {
            AgreedBy = [Org("NCC-CSC")], Dissent = [new(Org("NOTTS-POLICE"), Secret("No"))], Criteria = [new(Criterion.B, Secret("Found"))], NationalReviewSuggested = NationalReviewLimb.B,
            Learning = new(new("Workshop"), Org("NUH"), Secret("Enough")), ScrutinyAdvice = Secret("Advice"),
        };
        var told = Told(Asked().On("2024-05-20", made).On("2024-06-03", new DecisionUpheld(1, [Org("NCC"), Org("NN-ICB")], Secret("Still right"))));

        told.Told.AsNowUnderstood!.Partners.Select(p => $"{p.Partner} {p.Says} {p.By?.Code} {p.View}").ShouldBe(["LocalAuthority Agreed NCC-CSC ", "Police Dissented NOTTS-POLICE No", "HealthPartner NotRecorded  "]);
        told.Told.AsNowUnderstood.Criteria.Select(c => $"{c.Criterion} {c.Considered} {c.Finding}").ShouldBe(["A False ", "B True Found", "C False ", "D False "]);
        (told.Told.AsNowUnderstood.Learning!.Lead.Code, told.Told.AsNowUnderstood.NationalReviewSuggested, told.Told.AsNowUnderstood.ScrutinyAdvice).ShouldBe((Org("NUH"), NationalReviewLimb.B, "Advice"));
        told.Standing.Upheld.Select(u => $"{u.On:uuuu-MM-dd} {string.Join(' ', u.AgreedBy.Select(a => a.Code))} {u.Reasons}").ShouldBe(["2024-06-03 NCC NN-ICB Still right"]);
        told.Standing.Stands.ShouldBeTrue();
    }

    [Fact]
    public void Says_of_each_irregularity_whether_it_was_marked_then_and_stands_now()
    {
        var story = Asked().Tell("2024-05-20", Stories.Decided(1, Outcome.NoFurtherReview), reason: "The minutes are awaited", despite: ["no-meeting-held", "agreement-missing"])
            .Tell("2024-05-20", Met("NCC", "NOTTS-POLICE", "NN-ICB"), known: "2024-05-27");
        Told(story).Irregularities.Select(i => $"{i.Code}: {i.Says}").ShouldBe(
        [
            "no-meeting-held: Marked then; cleared since.", "agreement-missing: Marked then, and still stands.", "criteria-not-considered: Marked then, and still stands.",
        ]);
        var sent = Decided(Asked()).Tell("2024-05-23", new RapidReviewReportSent(1), reason: "In a hurry", despite: "agreement-missing");
        Told(sent).Irregularities.Select(i => $"{i.Code}: {i.Says} {i.Reason}").ShouldContain("agreement-missing: Became known after the decision, and still stands. In a hurry");
    }

    [Fact]
    public void Counts_each_clock_on_the_day_by_the_list_of_bank_holidays_known_then()
    {
        var shipped = CalendarList.Shipped;
        var later = new CalendarList(shipped.Provenance with { Revision = 2 }, [.. shipped.Holidays.Append(new(Day("2024-05-22"), "A day more")).OrderBy(h => h.Date)]).Calendar;
        var world = Story.World with { Calendars = Calendars.Shipped.With(new(later, Instant.FromUtc(2024, 6, 3, 9, 0))) };
        var clock = Told(Decided(Asked()), world: world).Clocks.Single(c => c.Id == "rapid-review");

        (clock.Differ, clock.OnTheDay!.Clock.DueOn, clock.OnTheDay.CalendarRevision, clock.AsNowUnderstood!.Clock.DueOn, clock.AsNowUnderstood.CalendarRevision).ShouldBe((true, Day("2024-05-24"), 1, Day("2024-05-28"), 2));
        clock.Says.ShouldBe("It is told twice, since as now understood it stood otherwise.");
        clock.OnTheDay.Text.ShouldEndWith("As at 20 May 2024 4 working days are left.");
    }

    [Fact]
    public void Keeps_a_clocks_id_when_another_of_its_kind_was_recorded_in_error_since()
    {
        var story = Decided(Asked().On("2024-05-03", new AgencyInformationRequested(2, Org("NHCFT"), 5)));
        story.Tell("2024-06-03", new RecordedInError(story.Entries.First(e => e.Fact is AgencyInformationRequested).Envelope.Id, ErrorKind.NeverHappened, null, null, new("us")));
        Told(story).Clocks.Where(c => c.Clock == "agency-return").Select(c => $"{c.Id} {c.BelongsTo} {c.OnTheDay is not null} {c.AsNowUnderstood is not null} {c.Says}").ShouldBe(
        [
            "agency-return NUH True False It is told as it was understood on the day; as now understood there was none.", "agency-return-2 NHCFT True False As now understood it stood the same.",
        ]);
    }

    [Fact]
    public void Tells_a_clock_that_nobody_knew_of_on_the_day_as_now_understood()
    {
        var told = Told(Decided(Stories.Incident("24-1", "2024-05-01")).Tell("2024-05-02", new AgencyInformationRequested(1, Org("NUH"), 5), known: "2024-05-27"));
        var clock = told.Clocks.Single(c => c.Clock == "agency-return");
        (clock.OnTheDay, clock.AsNowUnderstood!.Clock.State, clock.Says).ShouldBe((null, ClockState.Overdue, "On the day nobody knew of it; it is told as now understood."));
        (told.Agencies.Single().DueAsKnownThen, told.Agencies.Single().DueOn).ShouldBe((null, Day("2024-05-10")));
    }

    [Fact]
    public void Marks_every_later_correction_of_what_it_relied_on_also_one_that_was_known_or_taken_back()
    {
        var story = Decided(Asked()).Tell("2024-05-17", Wrong("place", "null", "\"Retford\""), recorded: "2024-05-21", reason: "Heard at the meeting")
            .Correct<IncidentReported>("2024-05-27", "awareOn", "\"2024-05-01\"", "\"2024-04-30\"").Strike<RecordedWrongly>("2024-06-03");
        Told(story).LaterCorrections.Select(c => $"{c.Version} {c.Of} {c.Field} {c.Said} {c.Right} known then {c.KnownOnTheDay}, in effect {c.InEffect}").ShouldBe(
        [
            "7 1 place  Retford known then True, in effect True", "8 1 awareOn 2024-05-01 2024-04-30 known then False, in effect False", "9 1    known then False, in effect True",
        ]);

        static RecordedWrongly Wrong(string field, string said, string right) => new(Asked().Entries[0].Envelope.Id, field, new FieldValue.Open(said), new FieldValue.Open(right), new("us"));
    }

    [Fact]
    public void Orders_what_bears_on_it_by_when_it_became_known_as_now_understood()
    {
        var story = Decided(Asked().On("2024-05-10", new AgencyInformationChased(1, Org("NUH")))).Tell("2024-05-09", Returned(), recorded: "2024-05-21").Correct<AgencyInformationReturned>("2024-06-03", "knownOn", "\"2024-05-09\"", "\"2024-05-13\"");
        var entries = Told(story).Entries;
        entries.Select(e => e.Entry.Version).ShouldBe([1, 2, 3, 4, 5, 8, 6, 7, 9]);
        entries.Select(e => $"{e.Known} {e.RecordedAfter} {e.Entry.RecordedLater}").Skip(5).ShouldBe(["Before True recorded 12 days later", "OnTheDay False ", "OnTheDay False ", "After False "]);
    }
}
