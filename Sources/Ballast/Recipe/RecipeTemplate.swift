import BallastCore

/// The recipe that `ballast init` writes: every setting with its default and what it means.
public enum RecipeTemplate {
    /// YAML, ready to be saved.
    public static let text = """
        # What `ballast augment` is to do. Every setting below has its default value: keep what you change, drop the rest.
        # Relative paths start at this file's folder. Errors name the line; unknown keys are refused.
        version: 1                      # of the recipe's format; required

        input:
          path: []                      # a file, a glob, or a list of them; INPUT on the command line replaces it
          format: auto                  # by extension and first bytes; or csv, tsv, npy, hdf5 ...
          header: auto                  # true | false | auto: a header if no cell of the first line is a number
          delimiter: auto               # auto | tab | one character such as ";"
          label: null                   # the label column by name or index; -1 is the last one
          labels: []                    # for arrays: the file with the labels, such as y.npy
          x: /x                         # for HDF5: the data set with the rows ...
          y: /y                         # ... and the one with the labels
          columns: {}                   # {zip: ignore, grade: categorical}; numeric | integer | categorical | ignore
          missing: error                # numeric cells: error | mean | median | most_frequent | drop
          missing_tokens: ["", "NA", "?"]    # how missing values are written

        split:                          # shares that sum to 1; only training rows are augmented
          train: 1
          validation: 0
          test: 0
          stratify: true                # the shares hold in each class
          group: null                   # a column whose equal values stay together, such as patient_id
          column: null                  # instead of shares: the column that holds train, validation or test

        imbalance:                      # training rows taken away first, to make a benchmark of a balanced data set
          type: none                    # none | exp (a long tail) | step
          factor: 100                   # rows of the largest class over those of the smallest
          minority: 0.5                 # of step: the share of the classes that are small
          order: code                   # which class keeps most: code (the first) | count (the largest)

        balance:                        # one of these:
          to: majority                  # the rows of each class: majority, the name of a class, or a number
          # ratio: 0.5                  # at least this share of the largest class
          # counts: {fraud: 20000}      # rows of the classes that are named
          # multiply: {fraud: 10}       # or a number, for every class
          # temper: 0.5                 # between 0 (balanced) and 1 (as it is)
          # rows: 100000                # rows added in all; for mixup, whose default is multiply: 2
          # by: mass                    # beside it: counted in label mass instead of rows
                                        # beside to: CLASS, to: NUMBER or counts, drop: {kind: random} takes rows away
                                        # from classes above; or near-miss | instance-hardness

        method:
          kind: soft-smote              # \(methods)
          neighbors: 5                  # of methods that look for neighbours; README lists the settings of each kind
          nominal_vote: mode            # of nominal values: the neighbours' most common, or frequency: that of one of them

        labels: []                      # rules, in order: [{kind: smoothing, amount: 0.1}]

        guards: []                      # judge rows by the originals around them: [{kind: lee}]; or enn | tomek | ncr | ipf

        weights:                        # of training rows, from the rows that are written, mean 1
          kind: ones                    # ones | inverse | square-root | effective-number | prior: the shares of the input
          beta: 0.9999                  # of effective-number, here and in the manifest

        distance:
          scale: standard               # of numeric columns among neighbours: standard | minmax | none
          embedding: null               # an NPY array with a row per data row, in which neighbours are looked for instead
          metric: euclidean             # euclidean | cosine, which goes with scale: none
          components: null              # or a number: neighbours are looked for in so many principal components

        output:
          rows_per_shard: auto          # auto: 256 MiB of x, at most 100000 rows; or a number
          compression: 1                # deflate level, 0 to 9
          soft_labels: auto             # dense | sparse | both | auto: dense up to 128 classes
          element: auto                 # of x: float32 | uint8 | auto: as the input
          originals: true               # false: write synthetic training rows only
          variance_ratio: false         # true: the manifest says how the spread of added rows compares with their class's

        seed: 0                         # 0 to 18446744073709551615

        """

    /// The methods there are, some on each line, as a comment beside the kind.
    private static var methods: String {
        var lines = [""]
        for (index, name) in SynthesisMethods.all.map({ $0.name }).sorted().enumerated() {
            let joined = index == 0 ? name : "\(lines[lines.count - 1]) | \(name)"
            if joined.count <= 78 {
                lines[lines.count - 1] = joined
            } else {
                lines[lines.count - 1] += " |"
                lines.append(name)
            }
        }
        return lines.joined(separator: "\n" + String(repeating: " ", count: 32) + "# ")
    }
}
