using System.Text;

namespace Nscp.Reviews.Projections;

/// <summary>A fact's fields as a person names them. Those that are not here are named by their own words: the attendance, the panel reference.</summary>
static class FieldWords
{
    internal static string Of(string field) => field switch
    {
        Corrections.HappenedOn => "the date on which it happened",
        Corrections.KnownOn => "the date on which it was known",
        Corrections.By => "who acted",
        "reference" => "the case’s reference",
        "csprReference" => "the CSPR’s reference",
        "what" => "what happened",
        "awareOn" => "the day on which the local authority became aware",
        "awareAt" => "the moment at which the local authority became aware",
        "suspectedOn" => "the day on which abuse or neglect was first suspected",
        "incident" => "the date of the incident",
        "limb" => "the ground for notifying",
        "namesToGuard" => "the list of names to guard",
        "forPartnership" => "the partnership that asked",
        "publishedOn" => "the day of publication",
        "meetingOn" => "the day of the meeting",
        "dueOn" => "the due date",
        "on" => "the day or stage that it is about",
        "expectedEnd" => "the day on which it is expected to end",
        "workBeganOn" => "the day on which work began",
        "panelToldOn" => "the day on which the Panel was told",
        "secretaryOfStateToldOn" => "the day on which the Secretary of State was told",
        "answerBy" => "the day by which to answer",
        "keptAt" => "where the document is kept",
        "sha256" => "the document’s digest",
        "where" => "where it can be read",
        "why" => "the reasons",
        "agreedBy" => "the list of those who agreed",
        "askedOf" => "who is asked",
        "to" => "the new owner",
        "of" => "what they were told of",
        "onAdviceOf" => "whose advice it was",
        "foundBy" => "who found it",
        "right" => "the value that it gave",
        "nilReturn" => "whether it was a nil return",
        "onTime" => "whether it was on time",
        "goodQuality" => "whether it was of good quality",
        "independenceChecked" => "whether independence was checked",
        "hasImprovements" => "whether the report has the recommended improvements",
        "hasAnalysis" => "whether the report has the analysis of underlying reasons",
        "reportIncluded" => "whether the report went with it",
        "improvementsIncluded" => "whether the information on improvements went with it",
        "available" => "whether it was available",
        "hidesCase" => "whether the case goes unnamed",
        _ => $"the {Split(field)}",
    };

    static string Split(string field) => field.Aggregate(
        new StringBuilder(), (text, c) => char.IsAsciiLetterUpper(c) ? text.Append(' ').Append(char.ToLowerInvariant(c)) : text.Append(c)).ToString();
}
