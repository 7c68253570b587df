namespace Nscp.Reviews.Projections.Tests.History;

public sealed class ReadingTheStoryOfRN19
{
    static readonly IReadOnlyList<AuditEntry> Trail = AuditTrail.Of(Stories.Rn19().History, Story.World);

    [Fact]
    public void Reads_like_a_story() => Items(HistoryOrder.Recorded).Select(i => $"{Say.Date(i.HappenedOn)}. {i.Sentence}").ShouldBe([
        "1 May 2019. A serious incident was reported as case 19-3: Child R died; the local authority became aware on 1 May 2019, and first suspected abuse or neglect on that day.",
        "3 May 2019. Nottinghamshire Police was informed of the incident.",
        "3 May 2019. NHS Bassetlaw CCG was informed of the incident.",
        "7 May 2019. The serious incident notification was sent to the Panel.",
        "7 May 2019. The safeguarding partners received the serious incident notification.",
        "20 May 2019. A rapid review meeting was held, attended by Nottinghamshire County Council (children's social care), Nottinghamshire Police and Bassetlaw CCG.",
        "20 May 2019. Version 1 of the rapid review report was drafted: “Rapid review report”.",
        "20 May 2019. Nottinghamshire County Council agreed version 1 of the rapid review report.",
        "20 May 2019. Nottinghamshire Police agreed version 1 of the rapid review report.",
        "20 May 2019. NHS Bassetlaw CCG agreed version 1 of the rapid review report.",
        "20 May 2019. The partners decided on a CSPR (decision 1), agreed by Nottinghamshire County Council, Nottinghamshire Police and Bassetlaw CCG.",
        "24 May 2019. Version 1 of the rapid review report was sent to the Panel with the partners’ decision.",
        "3 June 2019. The Panel agreed with the decision.",
        "10 June 2019. A correction to entry 12 (“Version 1 of the rapid review report was sent to the Panel with the…”): the date on which it happened should read 27 May 2019, not 24 May 2019; found by the Development Manager.",
        "17 June 2019. A CSPR, RN19, was commissioned following decision 1.",
        "17 June 2019. A reviewer was appointed: Dr Vale, whose independence was checked.",
        "1 July 2019. Recommendation R1, from the rapid review, was made to Nottinghamshire County Council: Raise awareness of eating disorders.",
        "1 July 2019. Nottinghamshire County Council accepted recommendation R1.",
        "1 July 2019. Action 1 of R1, “Write the procedure”, was assigned to Nottinghamshire County Council (public health; Head of service), due on 31 December 2019.",
        "1 July 2019. Action 2 of R1, “Write the procedure”, was assigned to Nottinghamshire Healthcare NHS Foundation Trust (Head of service), due on 31 January 2020.",
        "2 September 2019. Nottinghamshire County Council (public health) reported progress on action 1 of R1, “Write the procedure”: green.",
        "1 October 2019. Action 1 of R1, “Write the procedure”, was rescheduled to 28 February 2020, as approved by Head of public health.",
        "4 November 2019. Recommendation R2, from the rapid review, was made to Nottinghamshire County Council: Recorded twice.",
        "5 November 2019. A correction to entry 23 (“Recommendation R2, from the rapid review, was made to Nottinghamshire…”): it was recorded in error, because it never happened; found by the Development Manager.",
        "10 January 2020. Nottinghamshire County Council (public health) claimed action 1 of R1, “Write the procedure”, complete.",
        "20 January 2020. The Safeguarding Assurance and Improvement Group verified action 1 of R1, “Write the procedure”, complete.",
        "27 January 2020. Draft 1 of the CSPR report was received: “Child R, overview report”.",
        "10 February 2020. The partners accepted draft 1 of the CSPR report, which has the recommended improvements, but no analysis of underlying reasons.",
        "11 February 2020. Publication was held because of an inquest, expected to end on 30 September 2020 (hold 1).",
    ]);

    [Fact]
    public void Says_what_was_recorded_later_than_it_was_known()
    {
        var items = Items(HistoryOrder.Recorded);
        items[20].RecordedLater.ShouldBe("recorded 10 days later");
        Items(AuditTrail.Of(Imported("2021-01-04").History, Story.World), HistoryOrder.Recorded)[0].RecordedLater.ShouldBe("recorded 20 months later");
        Items(AuditTrail.Of(Imported("2026-11-02").History, Story.World), HistoryOrder.Recorded)[0].RecordedLater.ShouldBe("recorded 7 years later");
        Items(AuditTrail.Of(Imported("2026-11-02").History, Story.World), HistoryOrder.Recorded)[0].RecordedDaysLater.ShouldBe(2742);

        static Story Imported(string on) => new Story().Tell("2019-05-01", Stories.Reported("19-3", "2019-05-01"), recorded: on);
        // Known two days after it happened, and recorded on that day.
        items[12].RecordedLater.ShouldBeNull();
        items[12].KnownOn.ShouldBe(new LocalDate(2019, 6, 5));
    }

    [Fact]
    public void Shows_corrections_beside_what_they_correct_and_leaves_it_in_its_place()
    {
        var items = Items(HistoryOrder.Recorded);
        items[11].HappenedOn.ShouldBe(new LocalDate(2019, 5, 24));
        items[11].CorrectedBy.Select(c => c.Version).ShouldBe([14]);
        items[11].CorrectedBy[0].Reason.ShouldBe("Read from the wrong line of the minutes");
        items[22].InErrorBy!.Version.ShouldBe(24);
    }

    [Fact]
    public void Shows_what_is_irregular_while_it_stands_and_as_cleared_after_that()
    {
        Items(HistoryOrder.Recorded)[27].Irregular.ShouldBe([new MarkShown("report-incomplete", Stands: true)]);
        var later = Stories.Rn19().Correct<CsprReportAccepted>("2020-03-02", "hasAnalysis", "false", "true");
        Items(AuditTrail.Of(later.History, Story.World), HistoryOrder.Recorded)[27].Irregular.ShouldBe([new MarkShown("report-incomplete", Stands: false)]);
    }

    [Fact]
    public void Can_be_read_in_the_order_of_happening_of_knowing_or_of_recording()
    {
        var story = new Story().On("2024-05-03", new SinReceivedByPartners())
            .Tell("2024-05-01", new PartnerInformed(Story.Org("NCC")), known: "2024-05-07").Tell("2024-05-02", new PartnerInformed(Story.Org("NUH")), known: "2024-05-02", recorded: "2024-05-08");
        var trail = AuditTrail.Of(story.History, Story.World);
        Items(trail, HistoryOrder.Happened).Select(i => i.Version).ShouldBe([2, 3, 1]);
        Items(trail, HistoryOrder.Known).Select(i => i.Version).ShouldBe([3, 1, 2]);
        Items(trail, HistoryOrder.Recorded).Select(i => i.Version).ShouldBe([1, 2, 3]);
    }

    static IReadOnlyList<HistoryItem> Items(HistoryOrder order) => Items(Trail, order);

    static IReadOnlyList<HistoryItem> Items(IReadOnlyList<AuditEntry> trail, HistoryOrder order) => HistoryItem.Of(trail, OrganisationRegister.Shipped, order, showProtected: true);
}
