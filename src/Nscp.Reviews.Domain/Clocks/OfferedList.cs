using System.Security.Cryptography;

namespace Nscp.Reviews.Domain.Clocks;

/// <summary>
/// A list of bank holidays that came with a newer version of the program. It is offered, and comes into force only when an administrator
/// accepts it: an upgrade by itself moves no due date.
/// </summary>
public static class OfferedList
{
    /// <summary>What it would change; null when nothing, when it was accepted before, or when it is no list that could be.</summary>
    /// <param name="shipped">The feed that this version of the program ships.</param>
    /// <param name="accepted">Every accepted list, the one in force last.</param>
    /// <param name="today">The London date.</param>
    public static CalendarProposal? Of(ReadOnlyMemory<byte> shipped, IReadOnlyList<CalendarList> accepted, LocalDate today)
    {
        var digest = Convert.ToHexStringLower(SHA256.HashData(shipped.Span));
        if (accepted.Any(list => list.Provenance.Sha256 == digest)) return null;
        return BankHolidayImport.Read(shipped, accepted[^1], "The list that came with a newer version of the program", today) is CalendarImport.Proposed { Proposal: { IsNothingNew: false } proposal } ? proposal : null;
    }
}
