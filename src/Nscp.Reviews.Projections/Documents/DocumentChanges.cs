using Marten;

namespace Nscp.Reviews.Projections;

/// <summary>What makes the one set of a stream's documents the other. Documents are records and compared by value.</summary>
public sealed record DocumentChanges(IReadOnlyList<object> Stored, IReadOnlyList<object> Deleted)
{
    public static DocumentChanges None { get; } = new([], []);

    public bool Any => Stored.Count + Deleted.Count > 0;

    public static DocumentChanges Between(IReadOnlyList<object> before, IReadOnlyList<object> after)
    {
        var (was, now) = (before.ToDictionary(KeyOf), after.ToDictionary(KeyOf));
        return new(
            [.. after.Where(document => !(was.TryGetValue(KeyOf(document), out var old) && old.Equals(document)))],
            [.. before.Where(document => !now.ContainsKey(KeyOf(document)))]);
    }

    /// <summary>In the session, to be saved with it: what is recorded.</summary>
    public void AddTo(IDocumentOperations session)
    {
        session.DeleteObjects(Deleted);
        foreach (var document in Stored)
        {
            // Another case's reference, or another list's number, must clash, and not be taken over.
            if (document is ReferenceDocument or CalendarDocument) session.InsertObjects([document]);
            else session.StoreObjects([document]);
        }
    }

    /// <summary>The same of what is made again: whatever stands in its place is wrong. All that goes first, so that a case gets back what another had of it.</summary>
    public static void Mend(IDocumentOperations session, IReadOnlyCollection<DocumentChanges> all)
    {
        session.DeleteObjects(all.SelectMany(changes => changes.Deleted));
        session.StoreObjects(all.SelectMany(changes => changes.Stored));
    }

    static (Type, object) KeyOf(object document) => (document.GetType(), document switch
    {
        CaseDocument one => one.Id,
        ReferenceDocument one => one.Id,
        WordsDocument one => one.Id,
        ClockDocument one => one.Id,
        RecommendationDocument one => one.Id,
        CalendarDocument one => one.Id,
        _ => throw new ArgumentException($"{document.GetType()} is no document of a stream.", nameof(document)),
    });
}
