using System.Text.Json;
using System.Text.Unicode;
using Nscp.Reviews.Domain.Json;

namespace Nscp.Reviews.Domain.Clocks;

/// <summary>Policies that cannot be read or cannot hold. The message is for whoever wrote them: it names the place and says what to write.</summary>
public sealed class InvalidPolicyException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>The shape of the policies file. Words only; whether a policy can hold is for <see cref="PolicyRules"/>.</summary>
static class PolicyFile
{
    public static IReadOnlyList<ClockPolicy> Read(ReadOnlySpan<byte> utf8)
    {
        if (utf8.StartsWith("\uFEFF"u8)) utf8 = utf8[3..];
        if (!Utf8.IsValid(utf8)) throw new InvalidPolicyException("The policies are not text in UTF-8.");
        try
        {
            var file = JsonSerializer.Deserialize<PolicyEntry[]>(utf8, DomainJson.Request) ?? throw new JsonException("must be a list of policies");
            if (Array.IndexOf(file, null) >= 0 || file.Any(policy => Array.IndexOf(policy.Clocks, null) >= 0)) throw new JsonException("must not hold null");
            return [.. file.Select(ToPolicy)];
        }
        catch (JsonException unreadable)
        {
            var path = unreadable.Path ?? "$";
            throw new InvalidPolicyException($"The policies cannot be read: {PolicyPlace.Of(utf8, path)}: {PolicyPlace.WordsAt(path) ?? unreadable.Message}", unreadable);
        }
        catch (InvalidOperationException unreadable)
        {
            // Half of a surrogate pair, written as an escape: .NET says so in this way.
            throw new InvalidPolicyException("The policies cannot be read: one of their texts is not well-formed Unicode.", unreadable);
        }
    }

    static ClockPolicy ToPolicy(PolicyEntry entry) => new()
    {
        Id = entry.Id,
        Title = entry.Title,
        Partnership = entry.Partnership,
        InForceFrom = entry.InForceFrom,
        InForceTo = entry.InForceTo,
        Note = entry.Note,
        Clocks = [.. entry.Clocks.Select(clock => ToDefinition(entry.Id, clock))],
    };

    static ClockDefinition ToDefinition(string policyId, ClockEntry clock) => new()
    {
        ClockId = clock.Id,
        PolicyId = policyId,
        OwedBy = clock.OwedBy,
        OwedTo = clock.OwedTo,
        StartFact = clock.StartFact,
        Allowance = ToAllowance(policyId, clock),
        Direction = clock.Direction,
        Rule = ToRule(policyId, clock),
        ClearDays = clock.ClearDays,
        MetBy = clock.MetBy,
        Force = clock.Force,
        Source = clock.Source,
        StatutoryDuty = clock.StatutoryDuty,
        Note = clock.Note,
        IsFloor = clock.IsFloor,
    };

    static ClockAllowance ToAllowance(string policyId, ClockEntry clock)
    {
        var (n, unit) = (clock.Allowance.N, clock.Allowance.Unit);
        if (n is not null && unit is (UnitWord.Given or UnitWord.None)) throw Bad("this unit takes no number");
        if (n < 0) throw Bad("an allowance is never negative");
        return unit switch
        {
            UnitWord.WorkingDays => Counted(n, AllowanceUnit.WorkingDays),
            UnitWord.Days => Counted(n, AllowanceUnit.Days),
            UnitWord.Months => Counted(n, AllowanceUnit.Months),
            UnitWord.Years => Counted(n, AllowanceUnit.Years),
            UnitWord.Given => new ClockAllowance.DateGiven(),
            UnitWord.None => new ClockAllowance.NotLaidDown(),
        };

        InvalidPolicyException Bad(string why) => new($"Policy {policyId}, clock {clock.Id}: {why} ({n} {unit}).");
    }

    static CountingRule ToRule(string policyId, ClockEntry clock)
    {
        var isSilent = clock.Allowance.Unit != UnitWord.WorkingDays && (clock.Rule != CountingRule.A || clock.ClearDays);
        return isSilent ? throw new InvalidPolicyException($"Policy {policyId}, clock {clock.Id}: rules b and c and clear days are about working days only ({clock.Allowance.Unit}).") : clock.Rule;
    }

    static ClockAllowance Counted(int? n, AllowanceUnit unit) =>
        n is { } number ? new ClockAllowance.Fixed(new Allowance(number, unit)) : new ClockAllowance.SetWithStart(unit);

    internal enum UnitWord { WorkingDays, Days, Months, Years, Given, None }

    sealed record PolicyEntry(
        string Id, string Title, LocalDate InForceFrom, ClockEntry[] Clocks,
        string? Partnership = null, LocalDate? InForceTo = null, string? Note = null);

    sealed record ClockEntry(
        string Id, string OwedBy, StartFact StartFact, AllowanceEntry Allowance, Direction Direction,
        CountingRule Rule, string MetBy, Force Force, string Source,
        string? OwedTo = null, string? StatutoryDuty = null, string? Note = null, bool IsFloor = false, bool ClearDays = false);

    sealed record AllowanceEntry(UnitWord Unit, int? N = null);
}
