namespace Nscp.Reviews.Domain.Clocks;

/// <summary>How many open or planned clocks come near the end of what the calendar covers, or go beyond it.</summary>
/// <param name="NearEnd">Due from <see cref="CoverageWarnings.NearFrom"/> to the last day covered, both inclusive.</param>
/// <param name="Outside">Due on a day that is not covered, or without a due date because the count would leave the covered years.</param>
public readonly record struct ClocksAtTheEdge(int NearEnd, int Outside);

/// <summary>What people have to be told when the list of bank holidays runs out.</summary>
public static class CoverageWarnings
{
    /// <summary>Calendar days, the last day covered included. A working-day count that starts then may leave the covered years.</summary>
    public const int NearDays = 90;

    // The next year's list is out long before; who has not imported it by now is reminded until it is done.
    const int Autumn = 9;

    /// <summary>The first of the last <see cref="NearDays"/> days covered.</summary>
    public static LocalDate NearFrom(CoveredYears coverage) => coverage.LastDay.PlusDays(1 - NearDays);

    /// <summary>A sentence for each reason, saying what to do; none while the calendar reaches far enough.</summary>
    /// <param name="today">The London date. From 1 September the next year must be covered, before that the running one.</param>
    public static IReadOnlyList<string> Of(CoveredYears coverage, LocalDate today, ClocksAtTheEdge clocks)
    {
        var needed = today.Month >= Autumn ? today.Year + 1 : today.Year;
        var years = coverage.First == coverage.Last ? $"{coverage.First}" : $"{coverage.First} to {coverage.Last}";
        List<string> warnings = [];
        if (needed < coverage.First || needed > coverage.Last)
            warnings.Add($"The bank-holiday calendar covers {years} and not {needed}: import GOV.UK's list with that year.");
        if (clocks.Outside > 0)
            warnings.Add($"{Clocks(clocks.Outside)} due on a day outside the bank-holiday calendar, which covers {years}, or can be given no due date for that reason: import a list with more years.");
        if (clocks.NearEnd > 0)
            warnings.Add($"{Clocks(clocks.NearEnd)} due from {Say.Date(NearFrom(coverage))} on, near the end of the bank-holiday calendar on {Say.Date(coverage.LastDay)}: import a list with the next year.");
        return warnings;
    }

    static string Clocks(int count) => count == 1 ? "1 open clock is" : $"{count} open clocks are";
}
