using System.Runtime.InteropServices;

namespace Nscp.Reviews.Domain.Clocks;

public static partial class CaseClocks
{
    /// <summary>The nth clock of its name that one event anchors.</summary>
    readonly record struct Identity(string Clock, Guid Anchor, int Nth);

    static Numbering Numbers(List<CaseClock> clocks, CaseHistory history, World world) =>
        new(clocks, ReferenceEquals(history.AsRecorded, history.Corrected) ? [] : Derive(history.AsRecorded, world));

    /// <summary>Numbered by the place in the stream of the event that each is anchored to, which no correction of a date changes.</summary>
    sealed class Numbering
    {
        readonly Dictionary<Identity, int> numbers = [];
        readonly Dictionary<string, int> spent = [];

        internal Numbering(List<CaseClock> clocks, List<CaseClock> asRecorded)
        {
            foreach (var (identity, _) in Identify(clocks).Concat(Identify(asRecorded)).OrderBy(pair => Place(pair.Clock))) Number(identity);
        }

        internal IEnumerable<(string Id, CaseClock Clock)> Give(List<CaseClock> clocks) =>
            Identify(clocks).OrderBy(pair => Place(pair.Clock)).Select(pair => (Id(pair.Identity.Clock, Number(pair.Identity)), pair.Clock));

        int Number(Identity identity) => numbers.TryGetValue(identity, out var known) ? known
            : numbers[identity] = spent[identity.Clock] = spent.GetValueOrDefault(identity.Clock) + 1;

        static long Place(CaseClock clock) => clock.Anchor!.Version;
    }

    static IEnumerable<(Identity Identity, CaseClock Clock)> Identify(List<CaseClock> clocks)
    {
        var counts = new Dictionary<(string, Guid), int>(clocks.Count);
        foreach (var clock in clocks)
        {
            var (name, anchor) = (clock.Definition.ClockId, clock.Anchor!.Id);
            var nth = ++CollectionsMarshal.GetValueRefOrAddDefault(counts, (name, anchor), out _);
            yield return (new(name, anchor, nth), clock);
        }
    }

    static string Id(string clock, int number) => number == 1 ? clock : $"{clock}-{number}";
}
