namespace Nscp.Reviews.Projections.Tests.History;

/// <summary>What a correction calls each field that it can set right.</summary>
public class NamingAField
{
    /// <summary>The field and its words; the event stands before it where only its field is called so.</summary>
    const string Approved = """
        about: what the contact was about
        action: the action
        advice: the advice
        agency: the agency
        agreedBy: the list of those who agreed
        answerBy: the day by which to answer
        approver: who approved it
        asked: what was asked
        askedOf: who is asked
        attendance: the attendance
        available: whether it was available
        awareAt: the moment at which the local authority became aware
        awareOn: the day on which the local authority became aware
        because: why the reviewer stood down
        taken_down because: why it was taken down
        belongsTo: the case that it belongs to
        body: who was told
        by: who acted
        carriedOverFrom: the review that it was carried over from
        chair: the chair
        challenge: the number of the challenge
        channel: how the learning was shared
        children: the children
        circumstances: the circumstances
        criteria: the criteria
        csprReference: the CSPR’s reference
        decision: the number of the decision
        determinedBy: who determined it
        difference: the difference that it made
        dissent: the dissent
        district: the district
        draftVersion: the version of the draft
        dueOn: the due date
        duplicateOf: the entry that it repeats
        evidence: the evidence
        expectedEnd: the day on which it is expected to end
        findings: the findings
        forPartnership: the partnership that asked
        form: the form
        foundBy: who found it
        goodQuality: whether it was of good quality
        happenedOn: the date on which it happened
        hasAnalysis: whether the report has the analysis of underlying reasons
        hasImprovements: whether the report has the recommended improvements
        hidesCase: whether the case goes unnamed
        hold: the number of the hold
        homeArea: the home area
        improvementsIncluded: whether the information on improvements went with it
        inCase: the case of the recommendation that took its place
        incident: the date of the incident
        independenceChecked: whether independence was checked
        invited: the list of those invited
        keptAt: where the document is kept
        kind: why publication was held
        recorded_in_error kind: in what way it was an error
        knownOn: the date on which it was known
        learning: the learning instead of a CSPR
        learning_summarised learning: the learning
        limb: the ground for notifying
        meetingOn: the day of the meeting
        namesToGuard: the list of names to guard
        nationalReviewSuggested: the ground for suggesting national review
        nilReturn: whether it was a nil return
        note: the note
        notes: the notes
        of: what they were told of
        on: the stage that it is about
        publication_planned on: the planned day
        onAdviceOf: whose advice it was
        onTime: whether it was on time
        outcome: the outcome
        owner: the owner
        ownerRole: the owner’s post
        panelReference: the Panel’s reference
        panelToldOn: the day on which the Panel was told
        partner: the partner
        partnershipWill: what the partnership will do
        place: the place
        publishedOn: the day of publication
        question: the number of the question
        rag: the rating
        reasons: the reasons
        recipient: the recipient
        reference: the case’s reference
        reportIncluded: whether the report went with it
        reportVersion: the version of the report
        request: the number of the request
        response: the response
        result: what became of the other area’s review
        reviewer: the reviewer
        right: the value that it gave
        scrutinyAdvice: the scrutiny advice
        secretaryOfStateToldOn: the day on which the Secretary of State was told
        sent: what was sent
        sha256: the document’s digest
        source: the source
        steps: the steps
        subject: the subject
        summary: the summary
        supersededBy: the recommendation that took its place
        suspectedOn: the day on which abuse or neglect was first suspected
        termsVersion: the version of the terms of reference
        text: the text of the challenge
        theirReference: the other area’s reference
        theme: the theme
        title: the title
        to: the new owner
        view: what the Panel answered
        views: the views
        what: what was contributed
        contribution_requested what: what was asked for
        incident_reported what: what happened
        where: where it can be read
        availability_checked where: where it was looked for
        why: the reasons
        wording: the wording
        workBeganOn: the day on which work began
        workingDays: the number of working days
        """;

    [Fact]
    public void Uses_the_words_that_a_person_would_for_every_field_of_every_event() => string.Join('\n', Lines()).ShouldBe(Approved.ReplaceLineEndings("\n"));

    static IEnumerable<string> Lines() =>
        from named in from fact in EveryFact.OfEveryType.Where(fact => !EventCatalogue.Reports.Contains(fact.GetType()))
                      from field in Corrections.FieldsOf(new Story().On("2024-05-01", fact).Last).Keys
                      select (Event: EventCatalogue.NameOf(fact), Field: field, Words: FieldWords.Of(fact, field))
        group named by named.Field into field
        orderby field.Key
        let usual = field.CountBy(f => f.Words).MaxBy(w => w.Value).Key
        from line in field.Where(f => f.Words != usual).Select(f => $"{f.Event} {f.Field}: {f.Words}").Prepend($"{field.Key}: {usual}")
        select line;
}
