using Nscp.Reviews.Domain.Clocks;
using Nscp.Reviews.Domain.Plans;

namespace Nscp.Reviews.Api;

/// <summary>What is the partnerships' own and data of the deployment: read at the start, and checked together with what is shipped, which holds where no file is named.</summary>
static class LocalFiles
{
    /// <exception cref="InvalidOperationException">The file cannot be read, or a policy in it cannot hold: the host must not start, since due dates would differ from what the partnership set.</exception>
    internal static ClockPolicies Policies(IConfiguration settings) =>
        Read(settings, "LocalPolicies", "policies", ClockPolicies.Shipped, bytes => ClockPolicies.Shipped.With(bytes, OrganisationRegister.Shipped));

    /// <exception cref="InvalidOperationException">The file cannot be read, or a timetable in it cannot hold.</exception>
    internal static RapidReviewTimetables Timetables(IConfiguration settings) => Read(
        settings, "RapidReviewTimetables", "timetables", RapidReviewTimetables.Shipped, bytes => RapidReviewTimetables.Shipped.With(bytes, OrganisationRegister.Shipped));

    static T Read<T>(IConfiguration settings, string setting, string what, T shipped, Func<byte[], T> with)
    {
        if (settings[$"Reviews:{setting}"] is not { Length: > 0 } file) return shipped;
        try
        {
            return with(File.ReadAllBytes(file));
        }
        catch (Exception e) when (e is InvalidPolicyException or InvalidTimetableException)
        {
            throw Refused($"The partnerships' own {what} in {file} cannot be used. {e.Message}", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw Refused($"The partnerships' own {what} cannot be read from {file}: {e.Message}", e);
        }

        InvalidOperationException Refused(string why, Exception inner) =>
            new($"{why} Mend the file that Reviews__{setting} names and start again; without that setting the host runs by the {what} that it ships.", inner);
    }
}
