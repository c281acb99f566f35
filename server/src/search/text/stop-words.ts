/** Words that shape a question or a sentence and say little of its subject. They are indexed, and weigh little in a query that has others. */

const ENGLISH = `a an the this that these those i me my we our you your he him his she her it its they them their
  am is are was were be been being do does did doing have has had having can could will would shall should may might must
  and or but nor if then than so because as while of at by for with about against between into through during before after
  above below to from up down in out on off over under again further once here there when where why how what which who whom
  whose all any both each few more most other some such no not only own same too very just also many much dont doesnt didnt
  isnt arent wasnt werent cant wont couldnt wouldnt shouldnt ive youre theyre lets`;

const RUSSIAN = `и а но да или либо ни не нет же ли бы что чтобы как так то это эта этот эти этого этой этом этих этим этому эту
  тот та те того той том тех тем тому ту там тут здесь где куда откуда когда зачем почему отчего сколько какой какая какое какие
  какого каком какую каких какими каким какому который которая которое которые которого которой котором которую которых которыми
  которым которому кто кого кому кем ком чего чему чем чей чья чье чьи я мне меня мной ты тебя тебе тобой он его ему им нем она ее ей ней нею
  оно мы нас нам нами вы вас вам вами они их ими них ним нему него себя себе собой свой своя свое свои своего своей своих своим свою своему мой моя мое мои
  твой твоя наш наша наше наши ваш ваша ваше ваши в во на с со к ко у о об обо от ото до из изо за под над при по про для без через
  между перед около после среди против из-за был была было были быть будет будут есть буду уже еще лишь только даже вот ведь вроде
  раз ну уж если хотя пока потому поэтому также тоже весь вся все всех всем всеми всего всему всю сам сама само сами самый очень более менее можно
  нельзя надо нужно может могут мог такой такая такое такие таких тогда теперь сейчас потом опять снова`;

const EAST_SLAVIC = `і й та або чи що як це цей ця ці який яка яке які від для при про між де коли чому хто він вона воно вони є був була було були
  бути ў і ды або ці што як гэта гэты гэтая хто калі чаму дзе ён яна яны быў была было былі ад для пра`;

const words = new Set(`${ENGLISH} ${RUSSIAN} ${EAST_SLAVIC}`.split(/\s+/));

/** `word` is folded. */
export function isStopWord(word: string): boolean {
  return words.has(word);
}
